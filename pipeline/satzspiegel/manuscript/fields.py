"""Fields of the metadata: as Pandoc reads them, and as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from satzspiegel.manuscript.convert import Converter
from satzspiegel.manuscript.files import Sources, load_yaml
from satzspiegel.manuscript.settings import key_place, nearest
from satzspiegel.model import Finding, Inline, OldPage, Place, RawNote, Severity, Text
from satzspiegel.walks import own_inlines, plain_text, walk_blocks, walk_inlines

Json = Any


@dataclass
class Fields:
    """Reads the fields; collects what is wrong with them.

    ``unknown`` are keys of citations that name no source.
    """

    meta: dict[str, Json]
    sources: Sources
    unknown: frozenset[str] | None
    problems: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, key: str, value: str = "", **values: str) -> None:
        """An error in a field, at the line where the key has this value."""
        values = {"key": key, **({"value": value} if value else {}), **values}
        self.problems.append(Finding(code, Severity.ERROR, self.place(key, value), values))

    def inlines(self, key: str) -> tuple[Inline, ...]:
        """A field with its mark-up."""
        return self._inlines(self.meta.get(key), key)

    def text(self, key: str) -> str:
        """The words of a field."""
        return self.told(self.meta.get(key), key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A field that may be one text or a list of them."""
        return tuple(self.told(item, key) for item in self.items(key))

    def items(self, key: str) -> list[Json]:
        """A field that may be one value or a list of them, as Pandoc gives them."""
        value = self.meta.get(key)
        if value is None:
            return []
        return list(value["c"]) if value["t"] == "MetaList" else [value]

    def told(self, value: Json, key: str) -> str:
        """The words of a value of Pandoc's; ``key`` says where it stands."""
        return plain_text(self._inlines(value, key)).strip()

    def typed(self, key: str) -> str:
        """A field as it is typed: addresses, paths and numbers are no Markdown."""
        return self._scalar(self._typed.get(key), key)

    def table(self, key: str, known: Iterable[str]) -> dict[str, str]:
        """A field that is a mapping of known names to texts, as they are typed."""
        given = self._typed.get(key)
        if given is None:
            return {}
        names = list(known)
        if not isinstance(given, dict):
            self.report("setting-type", key, type=f"{names[0]}: Text")
            return {}
        for name in sorted(map(str, given.keys() - set(names))):
            self.report("setting-unknown", f"{key}.{name}", nearest=nearest(name, names))
        return {name: self._scalar(given.get(name), f"{key}.{name}") for name in names}

    @cached_property
    def _typed(self) -> dict[str, object]:
        return load_yaml(self.sources.metadata, self.sources.metadata_place)

    def _scalar(self, value: object, key: str) -> str:
        if isinstance(value, list | dict):
            self.report("setting-type", key, type="Text")
            return ""
        return "" if value is None else " ".join(str(value).split())

    def place(self, key: str, value: str = "") -> Place:
        """Where a key stands, with this value if it stands there several times."""
        name, text, start = (
            key.rpartition(".")[2],
            self.sources.metadata,
            self.sources.metadata_place,
        )
        if value:
            pattern = rf"^.*?\b({re.escape(name)})[ \t]*:.*{re.escape(value)}"
            if match := re.search(pattern, text, re.MULTILINE):
                line = start.line + text[: match.start()].count("\n")
                return Place(start.file, line, match.start(1) - match.start() + 1)
        return key_place(name, text, start)

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
        where = self.place(key)
        if any(isinstance(inline, RawNote) for inline in walk_inlines(made)):
            self.report("metadata-note", key)
        if any(isinstance(inline, OldPage) for inline in walk_inlines(made)):
            self.report("metadata-old-page", key)
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
