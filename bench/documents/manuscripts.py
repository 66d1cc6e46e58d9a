"""Manuscripts out of a seeded generator: notes dense and sparse, short and over pages, anywhere.

A manuscript is a title, chapters of every kind of block, and notes in every place that can carry
one. The same seed gives the same manuscript on every machine.
"""

from __future__ import annotations

import random

WORDS = """
der die das ein eine und oder aber denn nicht nur auch schon noch immer wieder hier dort wo wie
was Setzer Drucker Leser Seite Zeile Rand Fuß Note Anmerkung Schrift Satzspiegel Druckerei
Handwerk Buchdruckerkunst Setzersaal Bleisatz Gießinstrument Zeilenausschluss Wortzwischenraum
Fußnotenzeichen Werkstattzeichnung Papierformat Bogenmontage Korrekturfahne Umbruch
Spaltenbreite Randausgleich liest schreibt setzt misst druckt bindet schneidet faltet zählt
prüft verwirft behält vergisst lang kurz schmal breit eng weit alt neu still laut sorgfältig
gewissenhaft unausgeglichen rätselhaft unter über neben zwischen vor hinter bei mit ohne gegen
durch seit nach aus auf an in zu von Jahrhundert Gewohnheit Überlieferung Genauigkeit
Verantwortlichkeit Unregelmäßigkeit Aufmerksamkeit
""".split()  # noqa: SIM905
#: How long notes are, in words, and how often so in each kind of manuscript.
LENGTHS = {"short": (4, 18), "long": (40, 120), "pages": (250, 640)}
MIXES = {
    "sparse": (0.15, {"short": 0.9, "long": 0.1}),
    "dense": (0.9, {"short": 0.8, "long": 0.2}),
    "heavy": (0.5, {"short": 0.5, "long": 0.44, "pages": 0.06}),
}
#: At most so many calls in one sentence: more notes than a page holds would have no room.
MOST_CALLS = 2


class _Generator:
    """Writes one manuscript."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._chance, self._lengths = MIXES[self._random.choice(sorted(MIXES))]
        self._notes: list[str] = []

    def written(self) -> str:
        chapters = [self._chapter(n) for n in range(1, self._random.randint(2, 3))]
        head = "---\ntitle: Zufall\nlang: de\n---\n"
        return "\n\n".join([head, *chapters, *self._notes]) + "\n"

    def _chapter(self, number: int) -> str:
        blocks = [f"# Kapitel {number}{self._call(0.2)}"]
        for _ in range(self._random.randint(5, 12)):
            blocks.append(self._block())
        return "\n\n".join(blocks)

    def _block(self) -> str:
        kinds = {
            self._paragraph: 9,
            self._heading: 2,
            self._quotation: 2,
            self._list: 2,
            self._table: 1,
            self._definitions: 1,
            self._verse: 1,
        }
        kind = self._random.choices(list(kinds), list(kinds.values()))[0]
        return kind()

    def _paragraph(self) -> str:
        return self._text(self._random.randint(1, 7))

    def _heading(self) -> str:
        level = self._random.choice(["##", "###"])
        return f"{level} {self._words(2, 9)}{self._call(0.1)}"

    def _quotation(self) -> str:
        return "\n>\n".join(f"> {self._text(2)}" for _ in range(self._random.randint(1, 2)))

    def _list(self) -> str:
        items = [self._text(1) for _ in range(self._random.randint(2, 6))]
        numbered = self._random.random() < 0.5
        marks = [f"{n}." if numbered else "-" for n in range(1, len(items) + 1)]
        return "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True))

    def _table(self) -> str:
        head = "| A | B | C |\n|---|---|---|\n"
        rows = (
            " | ".join(f"{self._words(1, 12)}{self._call(0.1)}" for _ in range(3))
            for _ in range(self._random.randint(2, 9))
        )
        caption = f"\n\n: {self._words(3, 12)}{self._call(0.2)}"
        return head + "\n".join(f"| {row} |" for row in rows) + caption

    def _definitions(self) -> str:
        return f"{self._words(1, 2)}{self._call(0.2)}\n:   {self._text(2)}"

    def _verse(self) -> str:
        lines = [f"| {self._words(3, 6)}" for _ in range(self._random.randint(2, 5))]
        return "\n".join([*lines[:-1], lines[-1] + self._call(0.3)])

    def _text(self, sentences: int) -> str:
        return " ".join(self._sentence() for _ in range(sentences))

    def _sentence(self) -> str:
        words = self._words(6, 22).split()
        for _ in range(self._random.randint(0, 2)):
            at = self._random.randrange(len(words))
            mark = self._random.choice(["*", "**", "`"])
            if words[at].isalpha():
                words[at] = f"{mark}{words[at]}{mark}"
        for _ in range(MOST_CALLS):
            at = self._random.randrange(len(words))
            if words[at].isalpha():
                words[at] += self._call(self._chance / MOST_CALLS)
        return " ".join(words) + "." + self._call(self._chance / MOST_CALLS)

    def _words(self, least: int, most: int) -> str:
        words = self._random.choices(WORDS, k=self._random.randint(least, most))
        return words[0][0].upper() + words[0][1:] + "".join(f" {word}" for word in words[1:])

    def _call(self, chance: float) -> str:
        """A call with its note, or nothing."""
        if self._random.random() >= chance:
            return ""
        kind = self._random.choices(list(self._lengths), list(self._lengths.values()))[0]
        number = len(self._notes) + 1
        text = self._words(*LENGTHS[kind])
        if kind != "short" and self._random.random() < 0.3:
            text += f".\n\n    {self._words(5, 30)}"
        self._notes.append(f"[^{number}]: {text}.")
        return f"[^{number}]"


def manuscript(seed: int) -> str:
    """A manuscript in Markdown."""
    return _Generator(seed).written()
