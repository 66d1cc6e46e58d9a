"""Document properties as fields of the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from satzspiegel.importing.word.ooxml_package import Package

Element = Any

DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
#: Titles that programs make up, and names of files.
JUNK = re.compile(
    r"(?:microsoft word\b.*|(?:un(?:titled|benannt)|dokument|document|titel|title|neues dokument)"
    r"[\s_-]*\d*|.*\.(?:docx?|odt|rtf|txt|pdf|dotx?|ott))\Z",
    re.IGNORECASE,
)
#: Names of users that programs make up.
NOBODY = re.compile(
    r"(?:user|admin(?:istrator)?|benutzer|owner|besitzer|unknown|unbekannt|microsoft.*|author|autor"
    r"|standardbenutzer|windows[ -].*|pc|home|name|python-docx|\W*)\Z",
    re.IGNORECASE,
)
#: What programs write for a description.
MADE = re.compile(r"(?:generated|created|converted|erstellt)\s+(?:by|with|from|mit|von)\b", re.I)
SEPARATOR = re.compile(r"\s*;\s*")


def core_properties(package: Package) -> dict[str, Any]:
    """``docProps/core.xml`` (ECMA-376, part 2, 11)."""
    root = next((package.tree(p) for p in package.related("", "core-properties")), None)
    if root is None:
        return {}
    keywords = [w for e in root.iterfind(f"{CP}keywords") for w in _keywords(_text(e))]
    return _fields(
        title=_of(root, f"{DC}title"),
        author=SEPARATOR.split(_of(root, f"{DC}creator")),
        subject=_of(root, f"{DC}subject"),
        abstract=_of(root, f"{DC}description"),
        keywords=keywords,
    )


def open_properties(root: Element | None) -> dict[str, Any]:
    """``office:meta`` (ODF 1.3, part 3, 4.3)."""
    if root is None:
        return {}
    author = _of(root, f"{META}initial-creator") or _of(root, f"{DC}creator")
    return _fields(
        title=_of(root, f"{DC}title"),
        author=SEPARATOR.split(author),
        subject=_of(root, f"{DC}subject"),
        abstract=_of(root, f"{DC}description"),
        keywords=[w for e in root.iter(f"{META}keyword") for w in _keywords(_text(e))],
    )


def rtf_properties(info: Mapping[str, str]) -> dict[str, Any]:
    """``\\info`` of an RTF (specification 1.9.1, »Information Group«), by its control words."""
    return _fields(
        title=info.get("title", ""),
        author=SEPARATOR.split(info.get("author", "")),
        subject=info.get("subject", ""),
        abstract=info.get("doccomm", ""),
        keywords=_keywords(info.get("keywords", "")),
    )


def is_junk_title(title: str) -> bool:
    """Whether a program made a title up."""
    return bool(JUNK.match(title.strip()))


def _fields(
    title: str, author: list[str], subject: str, abstract: str, keywords: list[str]
) -> dict[str, Any]:
    """Those fields that say anything. A subject counts among the keywords if there are none."""
    names = [name.strip() for name in author if not NOBODY.match(name.strip())]
    made: dict[str, Any] = {
        "title": "" if is_junk_title(title) else title,
        "author": names[0] if len(names) == 1 else names,
        "abstract": "" if MADE.match(abstract) else abstract,
        "keywords": keywords or _keywords(subject),
    }
    return {key: value for key, value in made.items() if value}


def _keywords(text: str) -> list[str]:
    return [word for word in re.split(r"\s*[,;]\s*", text) if word]


def _of(root: Element, name: str) -> str:
    found: Iterator[Element] = root.iter(name)
    return next((text for e in found if (text := _text(e))), "")


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
