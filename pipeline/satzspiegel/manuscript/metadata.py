"""Pandoc's metadata fields as our :class:`Metadata`."""

from __future__ import annotations

from typing import Any

from satzspiegel.manuscript.convert import Converter
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Contributor, Finding, Inline, Metadata, Place, Severity
from satzspiegel.walks import plain_text

Json = Any
ROLES = (("author", "aut"), ("editor", "edt"), ("translator", "trl"))


def read_metadata(meta: dict[str, Json], place: Place, fallback_title: str) -> Metadata:
    """The metadata.

    Raises :class:`ManuscriptError` when the language is none that we can set.
    """
    language = _text(meta.get("lang")) or "de-DE"
    if not language.replace("-", "").isalnum():
        raise ManuscriptError(Finding("lang-broken", Severity.ERROR, place, {"lang": language}))
    title = _inlines(meta.get("title")) or Converter(None).inlines(
        [{"t": "Str", "c": fallback_title}]
    )
    return Metadata(
        title=title,
        subtitle=_inlines(meta.get("subtitle")),
        contributors=tuple(
            Contributor(name, role) for key, role in ROLES for name in _names(meta.get(key))
        ),
        language=language,
        date=_text(meta.get("date")),
        publisher=_text(meta.get("publisher")),
        place=_text(meta.get("publisher-place")),
        rights=_text(meta.get("rights")),
        abstract=_text(meta.get("abstract")),
        keywords=tuple(_text(item) for item in _items(meta.get("keywords"))),
        isbn=_text(meta.get("isbn")) or _isbn(meta.get("identifier")),
    )


def _inlines(value: Json) -> tuple[Inline, ...]:
    """A field as inlines: Pandoc gives inlines or paragraphs."""
    match (value or {}).get("t"):
        case "MetaInlines":
            return Converter(None).inlines(value["c"])
        case "MetaBlocks":
            inlines = [i for block in value["c"] for i in (*block["c"], {"t": "Space"})]
            return Converter(None).inlines(inlines[:-1])
        case "MetaString":
            return Converter(None).inlines([{"t": "Str", "c": value["c"]}])
        case _:
            return ()


def _text(value: Json) -> str:
    return plain_text(_inlines(value)).strip()


def _items(value: Json) -> list[Json]:
    """A field that may be one value or a list of them."""
    if value is None:
        return []
    return list(value["c"]) if value["t"] == "MetaList" else [value]


def _names(value: Json) -> list[str]:
    """Names: text, or mappings with ``name`` (or ``text``, as Pandoc's EPUB metadata have it)."""
    names = []
    for item in _items(value):
        if item["t"] == "MetaMap":
            item = item["c"].get("name") or item["c"].get("text")
        names.append(_text(item))
    return [name for name in names if name]


def _isbn(value: Json) -> str:
    """The ISBN among Pandoc's identifiers."""
    for item in _items(value):
        fields = item["c"] if item["t"] == "MetaMap" else {"text": item}
        scheme, text = _text(fields.get("scheme")), _text(fields.get("text"))
        if "ISBN" in scheme.upper() or text.upper().startswith("ISBN"):
            return text.upper().removeprefix("ISBN").lstrip(": -")
    return ""
