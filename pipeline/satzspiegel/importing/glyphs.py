"""Characters that the pages of the house style cannot show: written otherwise, or numbered.

A manuscript with them would not be built. What has a twin that reads the same is replaced by it;
anything else, such as a word in Hebrew, by the numbers of its characters, which is a doubt that
quotes it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from typing import Any

from satzspiegel.importing import tree
from satzspiegel.importing.alignment import folded
from satzspiegel.importing.draft import Change, Doubt, Draft, Json, Spot

#: Signs that read the same, beside those that Unicode says are compatible (UAX 15, NFKC).
TWINS = {
    "*": "∗⁎✱✲✳✽⋆★☆", "~": "∼⁓˷", "·": "⋅∙ꞏ‧", "•": "‣⁌⁍▸▹►▻◘⬤", "–": "⁃‒", "-": "‑",
    "‹": "⟨〈〈", "›": "⟩〉〉", "≤": "⩽≦", "≥": "⩾≧", "†": "✝✞✟✠", "→": "☞➔➙➜➞➤",
    "✗": "☒✘✕✖", "✓": "✔☑", "◆": "◇❖", "□": "☐❑❒", "_": "＿", "…": "⋯", "/": "⁄∕",
}  # fmt: skip
TWIN = {sign: twin for twin, signs in TWINS.items() for sign in signs}
#: Compatible is not the same where a place or a size says something (UAX 44, table 14).
SAYS_MORE = ("<super>", "<sub>", "<fraction>")
#: So many characters are numbered; of more only the first is.
NUMBERED = 3
#: What stands where nobody knew the character, and what does so in print.
UNKNOWN, BOX = "\ufffd", "□"
#: That numbers are what is wanted.
NUMBERS_ARE_RIGHT = 0.05
#: Metadata that no page shows.
UNSEEN = frozenset({"lang", "satzspiegel", "keywords", "url", "doi", "isbn"})


def showable(draft: Draft, file: str, shows: Callable[[str], bool]) -> Draft:
    """The draft without what no page of the house style ``shows``; ``file`` is its first source."""
    writing = _Writing(draft, file, cache(shows))
    metadata = {
        key: value if key in UNSEEN else writing.field(value)
        for key, value in draft.metadata.items()
    }
    blocks = writing.node(draft.blocks)
    return replace(
        draft,
        blocks=blocks,
        metadata=metadata,
        doubts=(*draft.doubts, *writing.doubts),
        changes=(*draft.changes, *writing.changes),
    )


@dataclass
class _Writing:
    """A walk through a draft that knows the page of the source."""

    draft: Draft
    file: str
    shown: Callable[[str], bool]
    page: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    doubted: set[str] = field(default_factory=set)

    def field(self, value: Any) -> Any:
        """A field of the metadata; only what stood in the text is accounted for."""
        if isinstance(value, str):
            if value.isascii() or all(map(self.shown, value)):
                return value
            counted = folded(value) in folded("".join(self.draft.text))
            return "".join(text for text, _ in self._pieces(value, counted=counted))
        if isinstance(value, list) and any(isinstance(one, dict) and "t" in one for one in value):
            return self.node(value)
        if isinstance(value, list):
            return [self.field(one) for one in value]
        if isinstance(value, dict):
            return {key: self.field(one) for key, one in value.items()}
        return value

    def node(self, node: Json) -> Any:
        """A tree; behind what is doubtful stands its mark."""
        if isinstance(node, list):
            return [new for child in node for new in self._nodes(child)]
        if isinstance(node, dict):
            return {key: self.node(value) for key, value in node.items()}
        return node

    def _nodes(self, node: Json) -> Iterator[Json]:
        kind = node.get("t") if isinstance(node, dict) else ""
        if kind == "Str":
            yield from self._words(node)
        elif kind in ("Code", "CodeBlock"):
            text = "".join(made for made, _ in self._pieces(node["c"][1]))
            yield {"t": kind, "c": [node["c"][0], text]}
        elif kind in ("Image", "RawInline", "RawBlock"):
            yield node
        else:
            if kind == "Span" and (label := tree.old_page_label(node)):
                self._turn(label)
            yield self.node(node)

    def _turn(self, label: str) -> None:
        pages = self.draft.old_pages
        self.page = pages.index(label) + 1 if label in pages else 0

    def _words(self, node: Json) -> Iterator[Json]:
        text: str = node["c"]
        if text.isascii() or all(map(self.shown, text)):
            yield node
            return
        for made, doubt in self._pieces(text):
            if made:
                yield {"t": "Str", "c": made}
            if doubt is not None:
                yield tree.doubt(doubt)

    def _pieces(self, text: str, *, counted: bool = True) -> Iterator[tuple[str, int | None]]:
        """The pieces of a text as they can be shown, each with the index of its doubt."""
        for fine, run in groupby(text, key=self.shown):
            piece = "".join(run)
            if fine:
                yield piece, None
                continue
            same = same_reading(piece, self.shown)
            made = _stand_in(piece, self.shown) if same is None else same
            spot = Spot(self.file, self.page)
            if counted:
                self.changes.append(Change("glyph", spot, removed=piece, added=made))
            yield made, self._doubt(piece, made, spot) if same is None else None

    def _doubt(self, piece: str, made: str, spot: Spot) -> int | None:
        """The index of a doubt; the same characters are doubted once."""
        if piece in self.doubted:
            return None
        self.doubted.add(piece)
        values: Mapping[str, str] = {"chosen": made, "other": piece}
        self.doubts.append(Doubt("import-glyph", spot, NUMBERS_ARE_RIGHT, values))
        return len(self.draft.doubts) + len(self.doubts) - 1


def same_reading(text: str, shown: Callable[[str], bool]) -> str | None:
    """Characters that can be shown and read the same, or None if there are none for one of them.

    Signs that only turn the direction of writing go.
    """
    made: list[str] = []
    for character in text:
        twin = TWIN.get(character, "")
        ways = [twin] if twin else [] if _says_more(character) else list(_forms(character))
        found = next((way for way in ways if way and all(map(shown, way))), None)
        if found is None and unicodedata.category(character) != "Cf":
            return None
        made.append(found or "")
    return "".join(made)


def _forms(character: str) -> Iterator[str]:
    """Composed, compatible, and as a letter with its accents."""
    for form in ("NFC", "NFKC", "NFKD"):
        yield unicodedata.normalize(form, character)


def _says_more(character: str) -> bool:
    return unicodedata.decomposition(character).startswith(SAYS_MORE)


def _stand_in(text: str, shown: Callable[[str], bool]) -> str:
    """A box for each character that nobody knows; the numbers of others."""
    if set(text) == {UNKNOWN} and shown(BOX):
        return BOX * len(text)
    return numbers(text)


def numbers(text: str) -> str:
    """»[U+05D0 U+05D1]«; many characters by the first of them."""
    named = [f"U+{ord(character):04X}" for character in text if not character.isspace()]
    more = [] if len(named) <= NUMBERED else ["…"]
    return f"[{' '.join([*(named if not more else named[:1]), *more])}]"
