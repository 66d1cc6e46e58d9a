"""A grammar of Markdown as the program takes it, and of what people make of it.

Sound manuscripts come from :mod:`bench.documents.manuscripts`; here everything else is written:
all blocks and inlines in each other, with faults as often as ``faults`` says. It draws from a
:class:`random.Random`, so a seed gives the same manuscript everywhere and hypothesis can shrink it.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.documents.manuscripts import WORDS

from .mutations import STRANGE

#: What the typography core has to do with.
TYPED = (
    '"Wort"', "'s", "»so«", "„auf", "zu“", "<<so>>", "--", "---", " - ", "1914-1918", "S. 12 f.",
    "z.B.",
    "12.000.000", "10 %", "§ 5", "...", "....", "Dr. h. c.", "KPD-/Führung", "5 x 7", "1/2", "€ 5",
    "Ebd.",
    "a.a.O.", "3,14", "ſ", "ß", "Straße", "x²", "°C", "&shy;", "&amp;", "&#x202e;", "\\", "\\*",
    "Nr.5",
    "https://example.org/ein/sehr/langer/weg?a=1&b=2", "a@b.example", "ISBN 978-3-16-148410-0",
)  # fmt: skip
RAW = (
    "<b>fett</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<br>",
    "<!-- Bemerkung -->",
    "<iframe src='file:///etc/passwd'></iframe>",
    "<style>p{background:url(http://127.0.0.1:9/)}</style>",
    "\\input{/etc/passwd}", "\\newpage", "`<b>`{=html}", "`\\x`{=latex}", "$x^2$",
    "$$\\frac{1}{2}$$",
    "<svg onload=alert(1)>", "<form action=x><input></form>", "<a href='javascript:x'>y</a>",
    "<!--", "]]>",
    "<!DOCTYPE html>", "<?php x ?>", "&nichts;", "&#55296;", "{{ 7*7 }}", "{% raw %}", "<p",
    "</div>",
)  # fmt: skip
SILENCES = (
    "ok N3", "ok", "ok line-loose", "ok Q1 N3 D2", "ok gibtsnicht", "nicht", "ok N3, Q1",
    "ok " + "N3 " * 50,
)  # fmt: skip
TARGETS = (
    "#a", "#b", "#fn:1", "#fn:x", "#", "#fehlt", "https://example.org", "javascript:alert(1)",
    "file:///etc/passwd",
    "mailto:a@b.example", "data:text/html,x", "02-text.md#a", "../geheim.md", "//example.org/x",
    "http://[", "#fn:",
    "urn:isbn:1", "https://exa mple.org", "https://例え.jp/ü?ö#ä", "doi:10.1/x",
)  # fmt: skip
IMAGES = (
    "bilder/punkt.png", "bilder/foto.jpg", "bilder/skizze.svg", "bilder/fehlt.png",
    "../geheim.png", "bilder",
    "/etc/passwd", "http://127.0.0.1:9/x.png", "data:image/png;base64,AAAA", "file:///etc/passwd",
    "01-text.md",
    "bilder/../../geheim.svg", "bilder/kaputt.png", "bilder/luege.png", "", "bilder/leer.svg",
    "a\x00b.png",
)  # fmt: skip
ATTRIBUTES = (
    "{#a}", "{#b}", "{.smallcaps}", "{.underline}", "{lang=fr}", "{lang=la}", "{lang=zz-zz}",
    "{lang=''}",
    "{.unlisted}", "{.together}", "{.unnumbered}", "{#fn-1}", "{#Ü .x y=z}", "{onclick=alert(1)}",
    "{style='a:b'}",
    "{width=60%}", "{width=-1mm}", "{width=1e9mm height=0}", "{alt='Ein Punkt'}", "{alt=''}",
    "{dir=rtl}", "{.page-break}",
)  # fmt: skip
DIVISIONS = (
    ".epigraph", ".keep-together", ".page-break", ".shorter", ".longer", ".x", "lang=en",
    "lang=ar", "#refs", "#a",
    "lang=fr .epigraph", ".satzspiegel-file index=99", ".satzspiegel-file", ".footnotes",
    "style='position:fixed'",
)  # fmt: skip
LABELS = ("1", "2", "x", "ä", "a b", "1 ", "^", "x" * 80, "N", "n")
#: Blocks within blocks at most, and blocks beside each other.
DEPTH, BLOCKS = 4, 9
#: Blocks and inlines in a file: about so many, whatever is in what.
ROOM = (20, 60, 200)


class Grammar:
    """Writes one file."""

    def __init__(self, random: Random, faults: float) -> None:
        self._random, self._faults = random, faults
        self._notes: list[str] = []
        self._room = random.choice(ROOM)

    def text(self) -> str:
        """A file of Markdown."""
        blocks = [self._heading(0) if self._random.random() < 0.8 else ""]
        blocks += [self._block(DEPTH) for _ in range(self._random.randint(1, BLOCKS))]
        notes = list(self._notes)
        if self._wrong():
            self._random.shuffle(notes)
            notes = notes[self._random.randint(0, 1) :] + notes[: self._random.randint(0, 1)]
        return "\n\n".join([*blocks, *notes]) + "\n"

    def _wrong(self) -> bool:
        return self._random.random() < self._faults

    def _of(self, values: tuple[str, ...]) -> str:
        """The first, which is right, or any."""
        return self._random.choice(values) if self._wrong() else values[0]

    def _block(self, depth: int) -> str:
        self._room -= 1
        flat: list[Callable[[int], str]] = [self._paragraph] * 6
        flat += [self._heading, self._verse, self._table, self._figure, self._code, self._odd]
        deep: list[Callable[[int], str]] = [
            self._quotation,
            self._list,
            self._definitions,
            self._division,
            self._grid,
        ]
        return self._random.choice(flat + deep * (depth > 0 < self._room))(depth - 1)

    def _blocks(self, depth: int) -> str:
        return "\n\n".join(self._block(depth) for _ in range(self._random.randint(1, 3)))

    def _paragraph(self, depth: int) -> str:
        return " ".join(self._inline(3) for _ in range(self._random.randint(1, 12)))

    def _heading(self, depth: int) -> str:
        marks = "#" * (self._random.randint(1, 7) if self._wrong() else self._random.randint(1, 3))
        attributes = f" {self._random.choice(ATTRIBUTES)}" if self._wrong() else ""
        return f"{marks} {self._inline(2)} {self._words(3)}{attributes}"

    def _quotation(self, depth: int) -> str:
        return _prefixed(self._blocks(depth), "> ", "> ")

    def _list(self, depth: int) -> str:
        mark = self._random.choice(
            ["- ", "1. ", "a) ", "(@) ", "#. ", "* ", "+ ", "- [ ] ", "1999. "]
        )
        items = [self._blocks(depth) for _ in range(self._random.randint(1, 4))]
        between = self._random.choice(["\n", "\n\n"])
        return between.join(_prefixed(item, mark, "    ") for item in items)

    def _definitions(self, depth: int) -> str:
        return f"{self._inline(1)}\n{_prefixed(self._blocks(depth), ':   ', '    ')}"

    def _division(self, depth: int) -> str:
        fence = ":" * (3 + depth)
        end = "" if self._wrong() and self._wrong() else f"\n\n{fence}"
        return f"{fence} {{{self._random.choice(DIVISIONS)}}}\n{self._blocks(depth)}{end}"

    def _verse(self, depth: int) -> str:
        lines = [
            self._random.choice(["| ", "|     ", "|"]) for _ in range(self._random.randint(1, 5))
        ]
        return "\n".join(f"{line}{self._inline(1)}".replace("|[", "| [") for line in lines)

    def _table(self, depth: int) -> str:
        columns = self._random.randint(1, 6)
        rule = "|".join(self._random.choice(["---", ":--", "--:", ":-:"]) for _ in range(columns))
        width = columns + self._random.choice([-1, 0, 1]) * self._wrong()
        rows = [self._row(max(width, 0)) for _ in range(self._random.randint(0, 6))]
        caption = f"\n\n: {self._inline(1)} {{#tab}}" if self._random.random() < 0.5 else ""
        return "\n".join([self._row(columns), f"|{rule}|", *rows]) + caption

    def _row(self, columns: int) -> str:
        return "|".join(["", *(self._inline(1) for _ in range(columns)), ""])

    def _grid(self, depth: int) -> str:
        """A grid table, whose cells hold blocks and may span."""
        wide = self._random.randint(1, 3)
        line = "+" + "-----------+" * wide
        rows = ["|" + "".join(f"{self._words(1)[:10]:11}|" for _ in range(wide)) for _ in range(4)]
        if self._wrong():
            rows[1] = rows[1].replace("|", " ", 2)
            line = line.replace("+-", "--", self._random.randint(0, 2))
        head = line.replace("-", "=")
        return "\n".join([line, rows[0], head, rows[1], line, rows[2], rows[3], line])

    def _figure(self, depth: int) -> str:
        source = self._of(IMAGES)
        attributes = self._random.choice(ATTRIBUTES) if self._wrong() else "{alt='Ein Punkt'}"
        return f"![{self._inline(1)}]({source}){attributes}"

    def _code(self, depth: int) -> str:
        return self._random.choice(["```\n{}\n```", "    {}", "~~~ {{.x #a}}\n{}\n~~~"]).format(
            self._words(8)
        )

    def _odd(self, depth: int) -> str:
        """A rule, a comment that silences, raw mark-up, or nothing."""
        silence = f"<!-- satzspiegel: {self._of(SILENCES)} -->"
        raw = self._random.choice(RAW) if self._wrong() else "\\newpage"
        return self._random.choice(["* * *", silence, raw, ""])

    def _inline(self, depth: int) -> str:
        self._room -= 1
        words = [self._words(self._random.randint(1, 8))]
        if depth > 0 < self._room:
            forms = [self._marked, self._span, self._call, self._call, self._link, self._image]
            forms += [self._cited, self._typed, self._silenced]
            words += [
                self._random.choice(forms)(depth - 1) for _ in range(self._random.randint(0, 3))
            ]
        return " ".join(words)

    def _words(self, count: int) -> str:
        words = self._random.choices(WORDS, k=count)
        if self._wrong():
            words.insert(0, self._random.choice(STRANGE).replace("\0", "\ufffd"))
        return " ".join(words)

    def _marked(self, depth: int) -> str:
        mark = self._random.choice(["*", "**", "~~", "^", "~", "`", "_"])
        return f"{mark}{self._inline(depth)}{'' if self._wrong() else mark}"

    def _span(self, depth: int) -> str:
        return f"[{self._inline(depth)}]{self._random.choice(ATTRIBUTES)}"

    def _call(self, depth: int) -> str:
        """A note: in the text, or called and defined; with a fault doubled, empty, nested."""
        if self._random.random() < 0.3:
            return f"^[{self._inline(depth if self._wrong() else 0)}]"
        label = self._of((f"n{len(self._notes)}", *LABELS))
        if not (self._wrong() and self._wrong()):
            inside = self._paragraph(0) if self._wrong() else self._words(9)
            text = "" if self._wrong() and self._wrong() else inside
            longer = self._room > 0 and self._wrong()
            more = f"\n\n{_prefixed(self._block(1), '    ', '    ')}" if longer else ""
            self._notes.append(f"[^{label}]: {text}{more}")
        return f"[^{label}]"

    def _link(self, depth: int) -> str:
        target = self._random.choice(TARGETS) if self._wrong() else "https://example.org"
        words = "" if self._wrong() else self._inline(depth)
        return self._random.choice([f"[{words}]({target})", f"<{target}>", f"[{words}][ref]"])

    def _image(self, depth: int) -> str:
        return f"![{self._inline(0)}]({self._of(IMAGES)})" if self._wrong() else self._words(2)

    def _cited(self, depth: int) -> str:
        keys = ("illich", "grafton", "fehlt", "{a b}", "illich, S. 5", "*")
        return self._random.choice(["[@{}]", "@{}", "[-@{}, S. 3]", "[vgl. @{}; @illich]"]).format(
            self._of(keys)
        )

    def _typed(self, depth: int) -> str:
        return self._random.choice(TYPED)

    def _silenced(self, depth: int) -> str:
        return f"{self._random.choice(TYPED)} <!-- satzspiegel: {self._of(SILENCES)} -->"


def _prefixed(text: str, first: str, others: str) -> str:
    """The lines with a mark before the first and something as long before the others."""
    lines = text.split("\n")
    return "\n".join(
        [first + lines[0], *(f"{others}{line}" if line else others.rstrip() for line in lines[1:])]
    )
