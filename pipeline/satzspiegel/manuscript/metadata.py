"""Pandoc's metadata fields as our :class:`Metadata`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from satzspiegel.manuscript.convert import Converter
from satzspiegel.manuscript.files import Sources
from satzspiegel.manuscript.settings import key_place
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import (
    Contributor,
    Finding,
    Inline,
    Metadata,
    Place,
    RawNote,
    Severity,
    Text,
)
from satzspiegel.walks import own_inlines, plain_text, walk_blocks, walk_inlines

Json = Any
ROLES = (("author", "aut"), ("editor", "edt"), ("translator", "trl"))
#: A language tag of BCP 47, as far as its form goes.
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
ISBN = re.compile(r"(urn:)?isbn(-1[03])?[:\s]*", re.IGNORECASE)


def read_metadata(
    meta: dict[str, Json], sources: Sources, unknown: frozenset[str] | None = frozenset()
) -> tuple[Metadata, list[Finding]]:
    """The metadata, and what in them cannot be set; ``unknown`` are keys that cite nothing.

    Raises :class:`ManuscriptError` naming the fields that have the wrong form.
    """
    fields = _Fields(meta, sources, unknown)
    language = fields.text("lang") or "de-DE"
    if not LANGUAGE.fullmatch(language):
        fields.report("lang-broken", "lang", lang=language)
    metadata = Metadata(
        title=fields.inlines("title") or (Text(sources.name),),
        subtitle=fields.inlines("subtitle"),
        contributors=tuple(
            Contributor(name, role) for key, role in ROLES for name in fields.names(key)
        ),
        language=language,
        date=fields.text("date"),
        publisher=fields.text("publisher"),
        place=fields.text("publisher-place"),
        rights=fields.text("rights"),
        abstract=fields.text("abstract"),
        keywords=fields.texts("keywords"),
        isbn=ISBN.sub("", fields.text("isbn")) or fields.isbn("identifier"),
    )
    if fields.problems:
        raise ManuscriptError(*fields.problems)
    return metadata, fields.findings


@dataclass
class _Fields:
    """Reads the fields; collects what is wrong with them."""

    meta: dict[str, Json]
    sources: Sources
    unknown: frozenset[str] | None
    problems: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, key: str, **values: str) -> None:
        values = {"key": key, **values}
        self.problems.append(Finding(code, Severity.ERROR, self._place(key), values))

    def inlines(self, key: str) -> tuple[Inline, ...]:
        return self._inlines(self.meta.get(key), key)

    def text(self, key: str) -> str:
        return self._text(self.meta.get(key), key)

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self._text(item, key) for item in self._items(key))

    def names(self, key: str) -> list[str]:
        """Names: text, or mappings with ``name`` (or ``text``, as Pandoc's EPUB metadata have)."""
        names = []
        for item in self._items(key):
            if item["t"] == "MetaMap":
                item = item["c"].get("name") or item["c"].get("text") or item
            names.append(self._text(item, key))
        return [name for name in names if name]

    def isbn(self, key: str) -> str:
        """The ISBN among Pandoc's identifiers."""
        for item in self._items(key):
            fields = item["c"] if item["t"] == "MetaMap" else {"text": item}
            scheme, text = (self._text(fields.get(name), key) for name in ("scheme", "text"))
            if ISBN.match(scheme) or ISBN.match(text):
                return ISBN.sub("", text)
        return ""

    def _place(self, key: str) -> Place:
        return key_place(key, self.sources.metadata, self.sources.metadata_place)

    def _items(self, key: str) -> list[Json]:
        """A field that may be one value or a list of them."""
        value = self.meta.get(key)
        if value is None:
            return []
        return list(value["c"]) if value["t"] == "MetaList" else [value]

    def _text(self, value: Json, key: str) -> str:
        return plain_text(self._inlines(value, key)).strip()

    def _inlines(self, value: Json, key: str) -> tuple[Inline, ...]:
        """A field as inlines: Pandoc gives text, inlines or paragraphs."""
        converter = Converter(None, unknown=self.unknown)
        match (value or {}).get("t"):
            case None:
                made: tuple[Inline, ...] = ()
            case "MetaString":
                made = (Text(value["c"]),)
            case "MetaInlines":
                made = converter.inlines(value["c"])
            case "MetaBlocks":
                made = _joined(converter, value["c"])
            case _:
                self.report("setting-type", key, type="Text")
                made = ()
        where = self._place(key)
        if any(isinstance(inline, RawNote) for inline in walk_inlines(made)):
            self.report("metadata-note", key)
        self.findings += [replace(finding, place=where) for finding in converter.findings]
        return made


def _joined(converter: Converter, blocks: list[Json]) -> tuple[Inline, ...]:
    """Paragraphs as one run of inlines."""
    out: list[Inline] = []
    for block in walk_blocks(converter.blocks(blocks)):
        if out and own_inlines(block):
            out.append(Text(" "))
        out.extend(own_inlines(block))
    return tuple(out)
