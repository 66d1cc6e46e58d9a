"""What a PDF says of itself, against the publication: metadata, standards, fonts, actions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.verify.reading import line
from satzspiegel.verify.tags.catalog import Catalog, Font
from satzspiegel.walks import plain_text

#: What both kinds of metadata say, under their names in either (ISO 19005-2, 6.6.3).
SAID_TWICE = {
    "Title": "dc:title",
    "Author": "dc:creator",
    "Subject": "dc:description",
    "Keywords": "pdf:Keywords",
    "Creator": "xmp:CreatorTool",
    "Producer": "pdf:Producer",
    "CreationDate": "xmp:CreateDate",
    "ModDate": "xmp:ModifyDate",
}
DATES = ("CreationDate", "ModDate")
DIGITS_OF_A_MOMENT = 14
#: The output intent of PDF/A (ISO 19005-2, 6.2.3).
ARCHIVE_INTENT = "GTS_PDFA1"


def check_claims(catalog: Catalog, publication: Publication) -> Iterator[Finding]:
    """All that is wrong with what a PDF says of itself."""
    checks = _Claims(catalog, publication)
    yield from checks.metadata()
    yield from checks.standards()
    yield from checks.window()
    yield from checks.destinations()
    yield from checks.fonts()
    yield from checks.actions()
    yield from checks.attachments()


def _error(code: str, **values: str) -> Finding:
    return Finding(code, Severity.ERROR, None, values)


@dataclass(frozen=True)
class _Claims:
    catalog: Catalog
    publication: Publication

    def metadata(self) -> Iterator[Finding]:
        """The title is the publication's, and XMP says what the old form says."""
        said, old = self.catalog.metadata, self.catalog.information
        title = line(plain_text(self.publication.metadata.title))
        if line(said.get("dc:title", "")) != title:
            yield _metadata("dc:title", title, said.get("dc:title", ""))
        for name, other in SAID_TWICE.items():
            wanted, found = old.get(name, ""), said.get(other, "")
            if wanted and _comparable(name, wanted) != _comparable(name, found):
                yield _metadata(other, wanted, found)

    def standards(self) -> Iterator[Finding]:
        """It is for everyone and for the archive: PDF/UA-1, and PDF/A-2a or 3a."""
        said = self.catalog.metadata
        part = "3" if self.publication.settings.embed_manuscript else "2"
        if said.get("pdfuaid:part") != "1":
            yield _error("pdf-standard", standard="PDF/UA-1")
        if (said.get("pdfaid:part"), said.get("pdfaid:conformance")) != (part, "A"):
            yield _error("pdf-standard", standard=f"PDF/A-{part}a")
        intents = [one for one in self.catalog.intents if one.kind == ARCHIVE_INTENT]
        if not any(intent.profile and intent.name for intent in intents):
            yield _error("pdf-intent")

    def window(self) -> Iterator[Finding]:
        """The title, not the file's name, stands in the window (ISO 14289-1, 7.1)."""
        if not self.catalog.shows_title:
            yield _error("pdf-window-title")

    def destinations(self) -> Iterator[Finding]:
        """Whatever can be jumped to is on a page of this file."""
        for name in self.catalog.broken:
            yield _error("pdf-destination", target=name)

    def fonts(self) -> Iterator[Finding]:
        """Embedded, only what is used of it, and with the characters that its glyphs mean."""
        for font in self.catalog.fonts:
            if lack := _lack(font):
                yield _error("pdf-font", font=font.name, lack=lack)

    def actions(self) -> Iterator[Finding]:
        """Nothing acts by itself."""
        for action in dict.fromkeys(self.catalog.actions):
            yield _error("pdf-action", action=action)

    def attachments(self) -> Iterator[Finding]:
        """The manuscript, if the publisher wants it, and no other file."""
        wanted, found = self.publication.settings.embed_manuscript, self.catalog.attachments
        if bool(found) != wanted:
            yield _error("pdf-attachment", found=", ".join(found) or "–")


def _metadata(name: str, wanted: str, found: str) -> Finding:
    return _error("pdf-metadata", name=name, expected=wanted, found=found or "–")


def _comparable(name: str, value: str) -> str:
    """A value without what the two forms write otherwise."""
    if name in DATES:
        return re.sub(r"\D", "", value)[:DIGITS_OF_A_MOMENT]
    return line(value)


def _lack(font: Font) -> str:
    """What a font lacks, by the entry of its dictionary."""
    if not font.embedded:
        return "FontFile"
    if not font.subset:
        return "BaseFont"
    return "" if font.unicode else "ToUnicode"
