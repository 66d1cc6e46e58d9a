"""How well a text layer is rebuilt, measured against a manuscript that somebody made of it by hand.

``python -m bench.import_accuracy LAYER MANUSCRIPT`` reads both and counts notes, calls, headings,
paragraph breaks, letters and words. MANUSCRIPT is a Markdown file, or a folder of them. Differences
follow the figures.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypandoc

from satzspiegel.importing.draft import Draft, Options
from satzspiegel.importing.text_layer import read_text_layer

#: Letters beside a call that must be the same.
BESIDE = 40
#: Where a block ends, and where a note is called, in the running text.
END, CALL = "\n", "\x01"
FIELDS = ("title", "subtitle", "author")


@dataclass
class Text:
    """A manuscript as text: ``running`` has ``END`` behind each block, ``CALL`` for each note."""

    running: str = ""
    notes: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


def main(layer: Path, manuscript: Path) -> None:
    """Print the figures."""
    draft = read_text_layer(layer.read_bytes(), layer.name, Options())
    made = of_draft(draft)
    files = sorted(manuscript.glob("[0-9]*.md")) if manuscript.is_dir() else [manuscript]
    given = of_markdown([file.read_text("utf-8") for file in files])
    for line in compared(made, given):
        print(line)
    print(f"doubts      {len(draft.doubts)}")


def of_draft(draft: Draft) -> Text:
    """The text of a draft."""
    metadata = {name: str(draft.metadata.get(name, "")) for name in FIELDS}
    return _text(draft.blocks, metadata)


def of_markdown(sources: Sequence[str]) -> Text:
    """The text of a manuscript's files; its metadata are those of the first."""
    parsed = [
        json.loads(pypandoc.convert_text(s, "json", format="markdown-smart")) for s in sources
    ]
    metadata = {name: _plain(parsed[0]["meta"].get(name, {}).get("c", [])) for name in FIELDS}
    return _text([block for one in parsed for block in one["blocks"]], metadata)


def compared(made: Text, given: Text) -> Iterator[str]:
    """The figures, then what differs."""
    for name in FIELDS:
        found = made.metadata[name]
        yield f"{name:11} {'same' if found == given.metadata[name] else repr(found)}"
    yield _share("notes", made.notes, given.notes)
    yield _share("calls", _calls(made.running), _calls(given.running))
    yield _share("headings", made.headings, given.headings)
    breaks, expected = _breaks(made.running), _breaks(given.running)
    same = breaks & expected
    yield f"breaks      {len(same)} of {len(expected)}, {len(breaks - same)} others"
    yield from _words(made.running, given.running)
    yield from _different("note", made.notes, given.notes)
    yield from _different("heading", made.headings, given.headings)
    yield from _different("call", _calls(made.running), _calls(given.running))
    yield from _different("break", sorted(breaks - expected), sorted(expected - breaks))


def _share(what: str, made: Sequence[Any], given: Sequence[Any]) -> str:
    same = sum(block.size for block in _matcher(made, given).get_matching_blocks())
    more = len(made) - same
    return f"{what:11} {same} of {len(given)}" + (f", {more} others" if more else "")


def _different(what: str, made: Sequence[Any], given: Sequence[Any]) -> Iterator[str]:
    for tag, a, b, c, d in _matcher(made, given).get_opcodes():
        if tag != "equal":
            yield from (f"- {what} {one!r}" for one in given[c:d])
            yield from (f"+ {what} {one!r}" for one in made[a:b])


def _matcher(made: Sequence[Any], given: Sequence[Any]) -> difflib.SequenceMatcher[Any]:
    return difflib.SequenceMatcher(None, made, given, autojunk=False)


def _words(made: str, given: str) -> Iterator[str]:
    """Words that differ; a hyphen decided wrongly is one of them."""
    first, second = (text.replace(CALL, " ").split() for text in (made, given))
    wrong = [code for code in _matcher(first, second).get_opcodes() if code[0] != "equal"]
    yield f"words       {len(second)}, {len(wrong)} places differ"
    for _, a, b, c, d in wrong[:50]:
        yield f"  {' '.join(first[a:b])!r} instead of {' '.join(second[c:d])!r}"


def _calls(running: str) -> list[tuple[str, str]]:
    """What stands before and behind each call."""
    return [(before[-BESIDE:], behind[:BESIDE]) for before, behind in pairwise(running.split(CALL))]


def _breaks(running: str) -> set[str]:
    """The ends of blocks, by the letters beside them."""
    plain = running.replace(CALL, "").replace(" ", "")
    parts = [part for part in plain.split(END) if part]
    return {f"{a[-BESIDE:]} ¶ {b[:BESIDE]}" for a, b in pairwise(parts)}


def _text(blocks: Sequence[Any], metadata: dict[str, str]) -> Text:
    text = Text(metadata=metadata)
    for block in blocks:
        _add(block, text)
    spaces = re.compile(r"[^\S\n]+")
    text.running = spaces.sub(" ", text.running)
    text.notes = [spaces.sub(" ", note) for note in text.notes]
    return text


def _add(block: Any, text: Text) -> None:
    kind, content = block["t"], block.get("c")
    if kind == "Header":
        text.headings.append((content[0], _plain(content[2])))
        text.running += _plain(content[2], text.notes) + END
    elif kind in ("Para", "Plain"):
        text.running += _plain(content, text.notes) + END
    elif kind == "LineBlock":
        text.running += END.join(_plain(line, text.notes) for line in content) + END
    elif isinstance(content, list):
        for inner in _blocks(content):
            _add(inner, text)


def _blocks(content: list[Any]) -> Iterator[Any]:
    for part in content:
        if isinstance(part, dict) and "t" in part:
            yield part
        elif isinstance(part, list):
            yield from _blocks(part)


def _plain(inlines: Any, notes: list[str] | None = None) -> str:
    out = ""
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Note":
            if notes is not None:
                notes.append(_text(content, {}).running.strip().replace(END, " ¶ "))
                out += CALL
        elif kind == "Str":
            out += content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            out += " "
        elif kind in ("Code", "Math"):
            out += content[1]
        elif kind in ("Cite", "Image", "Link", "Quoted", "Span"):
            out += _plain(content[1], notes)
        elif kind != "RawInline":
            out += _plain(content, notes)
    return out


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
