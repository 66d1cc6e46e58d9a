"""Every word knows where it stands in the manuscript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT
from satzspiegel.manuscript import read_manuscript
from satzspiegel.manuscript.source import WORD
from satzspiegel.model import Block, Heading, Image, Link, Place, RawNote, Table, Text
from satzspiegel.walks import all_inlines, plain_text, walk_blocks

SHIPPED = ROOT / "manuscript"
#: What is reached on the shipped manuscript, and must not be lost.
SHARE_IN_PLACE = 0.995


@dataclass(frozen=True)
class Read:
    """A manuscript and the lines of its files."""

    blocks: tuple[Block, ...]
    lines: dict[str, list[str]]

    def at(self, place: Place) -> str:
        """The source from a place on."""
        line = self.lines[place.file][place.line - 1]
        return line[place.column - 1 :]

    def texts(self, blocks: tuple[Block, ...] | None = None) -> Iterator[Text]:
        """The words of the body and, where they are called, of the notes; none of citations."""
        for inline in all_inlines(self.blocks if blocks is None else blocks):
            if isinstance(inline, RawNote):
                yield from self.texts(inline.blocks)
            elif isinstance(inline, Text) and inline.place and WORD.search(inline.value):
                yield inline

    def misplaced(self) -> list[str]:
        return [t.value for t in self.texts() if not self.is_in_place(t)]

    def is_in_place(self, text: Text) -> bool:
        word = WORD.search(text.value)
        return bool(word and text.place and self.at(text.place).startswith(word[0]))


def read(path: Path) -> Read:
    manuscript, _ = read_manuscript(path)
    files = sorted(path.glob("*.md")) if path.is_dir() else [path]
    blocks = tuple(block for part in manuscript.parts if part.file for block in part.blocks)
    return Read(blocks, {file.name: file.read_text("utf-8").split("\n") for file in files})


@pytest.fixture(scope="module")
def shipped() -> Read:
    return read(SHIPPED)


def test_words_of_the_shipped_manuscript(shipped: Read) -> None:
    words = list(shipped.texts())
    assert len(words) > 7000
    assert 1 - len(shipped.misplaced()) / len(words) >= SHARE_IN_PLACE, shipped.misplaced()


def test_no_two_words_share_a_place(shipped: Read) -> None:
    """The same word elsewhere would be in place too: places only ever move on."""
    places = [text.place for text in shipped.texts()]
    assert len(set(places)) >= SHARE_IN_PLACE * len(places)


HARD = """\
# Über *alles* {#kopf}

M&uuml;ller &amp; Söhne sagen 3\\. Mai und der Rest der Zeile und der Schluss.

Siehe <https://example.org/der/und> und [Verweis](https://example.org/und "und") und [so][ref].

![Die Unterschrift und mehr](bild.png){alt="Ganz andere Worte und der Rest"}

Table: Worte der Tabelle {#tab}

-----------------------------
 Kopf eins      Kopf zwei
-------------- --------------
 Die erste      Die zweite
 Zelle[^z] und  Zelle und
 mehr           noch mehr

 unten links    unten rechts
-----------------------------

Der Text[^1] geht <!-- und der Rest fehlt --> weiter und der Schluss^[Eine Note und mehr] kommt.

::: {.epigraph lang=la}
Das Motto und der Rest
:::

(@) Beispiel und mehr

Der letzte und der allerletzte Absatz.

[ref]: https://example.org/absatz

[^1]: Eine Note und der Rest, mit `code der Rest`.

    Zweiter Absatz und der Rest.

[^z]: Note der Zelle und mehr.
"""


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Words repeat, hide in addresses, and stand in another order than Pandoc gives them."""
    path = tmp_path_factory.mktemp("places") / "text.md"
    path.write_text(HARD, "utf-8")
    return read(path)


def test_words_in_hard_places(hard: Read) -> None:
    words = [i for i in all_inlines(hard.blocks) if isinstance(i, Text) and WORD.search(i.value)]
    assert all(word.place for word in words)
    assert hard.misplaced() == ["Müller"]  # an entity is no word of the source


#: What stands in the source where a word's place is.
EXCERPTS = {
    "Über": "Über *alles* {#kopf}",
    "Söhne": "Söhne sagen",
    "Schluss.": "Schluss.",
    "https://example.org/der/und": "https://example.org/der/und>",
    "Unterschrift": "Unterschrift und mehr](bild.png)",
    "Worte": "Worte der Tabelle",
    "Zelle": "Zelle[^z] und  Zelle",
    "noch": "noch mehr",
    "rechts": "rechts",
    "geht": "geht <!--",
    "weiter": "weiter und",
    "kommt.": "kommt.",
    "Motto": "Motto und",
    "Beispiel": "Beispiel und",
    "allerletzte": "allerletzte Absatz",
    "Zweiter": "Zweiter Absatz",
}


@pytest.mark.parametrize("word", EXCERPTS)
def test_where_words_stand(hard: Read, word: str) -> None:
    place = next(text.place for text in hard.texts() if text.value == word)
    assert place
    assert hard.at(place).startswith(EXCERPTS[word])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Heading, ["Über *alles*"]),
        (Table, ["Worte der Tabelle {#tab}"]),
        (Link, ["https://example.org/der/und>", 'https://example.org/und "und")', "so][ref]"]),
        (Image, ["bild.png){alt"]),
        (RawNote, ["[^z] und", "[^1] geht", "^[Eine Note"]),
    ],
)
def test_where_things_stand(hard: Read, kind: type, expected: list[str]) -> None:
    things = [*walk_blocks(hard.blocks), *all_inlines(hard.blocks)]
    places = [thing.place for thing in things if isinstance(thing, kind)]  # type: ignore[union-attr]
    assert len(places) == len(expected)
    for place, excerpt in zip(places, expected, strict=True):
        assert place
        assert hard.at(place).startswith(excerpt)


def test_labels_of_notes(hard: Read) -> None:
    notes = [inline for inline in all_inlines(hard.blocks) if isinstance(inline, RawNote)]
    assert [note.label for note in notes] == ["z", "1", ""]
    assert plain_text(tuple(all_inlines(notes[2].blocks))) == "Eine Note und mehr"
