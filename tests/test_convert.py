"""Pandoc's Markdown → our document: everything books use, each written as one line.

All cases are one manuscript, a division each, so that Pandoc runs once. The notation below is
made for reading: ``em[…]`` is a style, ``¶`` a paragraph, ``^[…]`` a note, ``#x`` an id.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from satzspiegel.manuscript import read_manuscript
from satzspiegel.model import (
    Block,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Finding,
    Heading,
    Image,
    Inline,
    ItemList,
    LineBreak,
    Link,
    NoteCall,
    OldPage,
    Ornament,
    PageBreak,
    PageMark,
    Paragraph,
    Quotation,
    RawNote,
    Span,
    Styled,
    Table,
    Text,
    Verse,
)

CASES = {
    "words": ("Ein Wort\nund noch\tzwei.", "¶ Ein Wort und noch zwei."),
    "styles": ("*a* **b** ***c***", "¶ em[a] strong[b] strong[em[c]]"),
    "more styles": ("~~a~~ x^2^ H~2~O", "¶ s[a] x sup[2] H sub[2] O"),
    "small caps": ("[KPD]{.smallcaps} [u]{.underline}", "¶ small-caps[KPD] u[u]"),
    "quotes as typed": ("\"a\" 'b' „c“ d... e--f", "¶ \"a\" 'b' „c“ d... e--f"),
    "no-break spaces": ("10&nbsp;km, z.\\ B.", "¶ 10\u00a0km, z.\u00a0B."),
    "hard line breaks": ("eins\\\nzwei  \ndrei", "¶ eins ↵ zwei ↵ drei"),
    "language span": ("[mot *juste*]{lang=fr}", "¶ span(lang=fr)[mot em[juste]]"),
    "span": ("[x]{#da .art}", "¶ span(#da .art)[x]"),
    "bare span": ("[x]{}", "¶ x"),
    "code": ("`a  b` und `[^9]`", "¶ `a  b` und `[^9]`"),
    "escapes": (r"\*a\* \[^1] 3\. Mai", "¶ *a* [^1] 3. Mai"),
    "link": ('[W *o*](https://x.y "T")', "¶ link(https://x.y T)[W em[o]]"),
    "autolink": ("<https://x.y/z>", "¶ span(.uri)[link(https://x.y/z)[https://x.y/z]]"),
    "mail": ("<a@b.de>", "¶ span(.email)[link(mailto:a@b.de)[a@b.de]]"),
    "reference link": ("[a][ref]\n\n[ref]: https://x.y", "¶ link(https://x.y)[a]"),
    "link with attributes": ("[x](#da){#hier lang=en}", "¶ span(lang=en #hier)[link(#da)[x]]"),
    "cross-reference": ("siehe [](#da)", "¶ siehe link(#da)[]"),
    "at sign": ("Gruß @name, a@b.de", "¶ Gruß @name, a@b.de"),
    "heading": ("## Ein *Titel* {#da .x}", "## #da .x Ein em[Titel]"),
    "automatic id": ("### Über uns", "### #über-uns Über uns"),
    "heading with language": ("# Titre {#t lang=fr}", "# #t span(lang=fr)[Titre]"),
    "unlisted": ("# A {#ul .unlisted}", "# #ul .unlisted A"),
    "quotation": ("> a\n>\n> b", "quote{¶ a | ¶ b}"),
    "nested quotation": ("> a\n>\n> > b", "quote{¶ a | quote{¶ b}}"),
    "verse": (
        "| Eins[^v]\n|   Zwei *drei*\n\n[^v]: n",
        "verse{Eins ^v{¶ n} / \u00a0\u00a0Zwei em[drei]}",
    ),
    "bullets": ("- a\n- b", "list{– a | – b}"),
    "loose list": ("- a\n\n- b", "list{¶ a | ¶ b}"),
    "numbers": ("3. a\n4. b", "list(3 decimal){– a | – b}"),
    "letters": ("b) a\nc) b", "list(2 lower-alpha){– a | – b}"),
    "roman": ("(iv) a\n(v) b", "list(4 lower-roman){– a | – b}"),
    "nested list": ("- a\n    1. b\n- c", "list{– a list(1 decimal){– b} | – c}"),
    "list with blocks": ("- a\n\n    b\n\n    > c", "list{¶ a ¶ b quote{¶ c}}"),
    "definitions": ("Begriff *x*\n:   eins\n:   zwei", "terms{Begriff em[x]: – eins; – zwei}"),
    "pipe table": (
        "| a | b |\n|:--|--:|\n| 1 | *2* |",
        "table{left:a right:b // left:1 right:em[2]}",
    ),
    "caption after": ("| a |\n|---|\n| 1 |\n\n: Nach {#nach}", "table(#nach Nach){a // 1}"),
    "caption before": ("Table: Vor {#vor}\n\n| a |\n|---|\n| 1 |", "table(#vor Vor){a // 1}"),
    "grid table": (
        "+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n|   |   |\n| x |   |\n+---+---+",
        "table{a b // ¶ 1 ¶ x 2}",
    ),
    "multiline table": (
        "-------------\n A    B\n----- -------\n a1   b1\n a2   b2\n\n c    d\n-------------",
        "table{center:A left:B // center:a1 a2 left:b1 b2 // center:c left:d}",
    ),
    "notes in a table": (
        "| a[^kopf] |\n|---|\n| 1[^zelle] |\n\n: Text[^über]\n\n"
        "[^kopf]: k\n\n[^zelle]: z\n\n[^über]: ü",
        "table(Text ^über{¶ ü}){a ^kopf{¶ k} // 1 ^zelle{¶ z}}",
    ),
    "figure": (
        '![Unter *schrift*](a%20b.png){#abb alt="Was" width=50%}',
        "figure(#abb Unter em[schrift]){– image(a b.png, Was, 50%)}",
    ),
    "figure without alternative text": (
        "![Schrift](./x.png)",
        "figure(Schrift){– image(x.png, Schrift, undescribed)}",
    ),
    "figure with a note": (
        "![Bild[^bild]](y.png){alt=A}\n\n[^bild]: n",
        "figure(Bild ^bild{¶ n}){– image(y.png, A)}",
    ),
    "inline image": ("ein ![Alt](z.png) Bild", "¶ ein image(z.png, Alt) Bild"),
    "inline image with alt": (
        'ein ![x](z.png){#z alt="Was da ist"} Bild',
        "¶ ein span(#z)[image(z.png, Was da ist)] Bild",
    ),
    "code block": ("```python\na = 1\n```", "code{a = 1}"),
    "rule": ("a\n\n***\n\nb", "¶ a | * * * | ¶ b"),
    "division": ("::: {.epigraph lang=la}\nMotto\n:::", "division(.epigraph lang=la){¶ Motto}"),
    "keep together": ("::: keep-together\na\n\nb\n:::", "division(.keep-together){¶ a | ¶ b}"),
    "page break": ("a\n\n\\newpage\n\nb", "¶ a | page-break | ¶ b"),
    "page break division": ("::: page-break\n:::", "page-break"),
    "page break with text": ("::: page-break\na\n:::", "division(){page-break | ¶ a}"),
    "comment": ("a <!-- nein --> b\n\n<!-- nein -->", "¶ a b"),
    "note": ("a[^n1] b\n\n[^n1]: Eins.", "¶ a ^n1{¶ Eins.} b"),
    "note of blocks": (
        "a[^n2]\n\n[^n2]: Eins\n\n    - b\n\n    > c\n\n        d\n\n    | e",
        "¶ a ^n2{¶ Eins | list{– b} | quote{¶ c} | code{d} | verse{e}}",
    ),
    "inline note": ("a^[b *c*] d", "¶ a ^{¶ b em[c]} d"),
    "note in a quotation": ("> a[^n3]\n\n[^n3]: b", "quote{¶ a ^n3{¶ b}}"),
    "note in a heading": ("# A[^n4] {#hn}\n\n[^n4]: b", "# #hn A ^n4{¶ b}"),
    "note in a language span": (
        "[le mot[^n5]]{lang=fr}\n\n[^n5]: b",
        "¶ span(lang=fr)[le mot ^n5{¶ b}]",
    ),
}


@pytest.fixture(scope="module")
def divisions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every case as read."""
    path = tmp_path_factory.mktemp("convert") / "text.md"
    cases = (f"::::: {{.case}}\n{markdown}\n:::::\n" for markdown, _ in CASES.values())
    path.write_text("\n".join(cases), "utf-8")
    manuscript, findings = read_manuscript(path)
    assert not findings
    blocks = manuscript.parts[0].blocks
    made = [show(block.blocks) for block in blocks if isinstance(block, Division)]
    return dict(zip(CASES, made, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_converted(divisions: dict[str, str], name: str) -> None:
    assert divisions[name] == CASES[name][1]


def read(folder: Path, markdown: str) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    path = folder / "text.md"
    path.write_text(markdown, "utf-8")
    manuscript, findings = read_manuscript(path)
    return manuscript.parts[0].blocks, findings


def test_what_cannot_be_set_is_named_with_its_place(tmp_path: Path) -> None:
    markdown = (
        "Ein <b>Wort</b>\n\n$x^2$ Formel\n\n\\begin{a}\nb\n\\end{a}\n\nund [@quelle2000, S. 3]."
    )
    _, findings = read(tmp_path, markdown)
    found = [(f.code, str(f.place), *f.values.values()) for f in findings]
    assert found == [
        ("raw-markup", "text.md:1:6", "<b>"),
        ("raw-markup", "text.md:1:14", "</b>"),
        ("math", "text.md:3:2", "x^2"),
        ("raw-markup", "text.md:5:2", "\\begin{a} b \\end{a}"),
        ("citation-unknown", "text.md:9:7", "quelle2000"),
    ]


# ---------------------------------------------------------------------------------- the notation


def show(blocks: tuple[Block, ...], joint: str = " | ") -> str:
    return joint.join(show_block(block) for block in blocks)


def show_block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"{'–' if block.tight else '¶'} {show_inlines(block.children)}"
        case Heading():
            names = [f"#{block.identifier}", *(f".{name}" for name in block.classes)]
            return " ".join(["#" * block.level, *names, show_inlines(block.children)])
        case Quotation():
            return f"quote{{{show(block.blocks)}}}"
        case Verse():
            return f"verse{{{' / '.join(map(show_inlines, block.lines))}}}"
        case ItemList():
            head = "" if block.start is None else f"({block.start} {block.numbering})"
            return f"list{head}{{{' | '.join(show(item, ' ') for item in block.items)}}}"
        case DefinitionList():
            entries = (
                f"{show_inlines(term)}: {'; '.join(map(show, bodies))}"
                for term, bodies in block.entries
            )
            return f"terms{{{' | '.join(entries)}}}"
        case Table():
            rows = (*block.head, *block.body)
            return f"table{captioned(block)}{{{' // '.join(map(show_row, rows))}}}"
        case Figure():
            return f"figure{captioned(block)}{{{show(block.blocks)}}}"
        case CodeBlock():
            return f"code{{{block.value}}}"
        case Division():
            names = [f".{name}" for name in block.classes]
            names += [f"lang={block.language}"] * bool(block.language)
            return f"division({' '.join(names)}){{{show(block.blocks)}}}"
        case Ornament():
            return "* * *"
        case PageBreak():
            return "page-break"


def captioned(block: Table | Figure) -> str:
    words = [f"#{block.identifier}"] * bool(block.identifier)
    words += [show_inlines(block.caption)] * bool(block.caption)
    return f"({' '.join(words)})" if words else ""


def show_row(row: tuple[Cell, ...]) -> str:
    cells = [(cell.align, show(cell.blocks, " ").removeprefix("– ")) for cell in row]
    return " ".join(f"{align}:{text}" if align else text for align, text in cells)


def show_inlines(inlines: tuple[Inline, ...]) -> str:
    return " ".join(shown for inline in inlines if (shown := show_inline(inline).strip(" ")))


def show_inline(inline: Inline) -> str:
    match inline:
        case Text():
            return inline.value
        case LineBreak():
            return "↵"
        case Styled():
            return f"{inline.kind}[{show_inlines(inline.children)}]"
        case Code():
            return f"`{inline.value}`"
        case Link():
            title = f" {inline.title}" if inline.title else ""
            return f"link({inline.target}{title})[{show_inlines(inline.children)}]"
        case Image():
            facts = [inline.source, inline.alternative, inline.width]
            facts += ["undescribed"] * (not inline.described)
            return f"image({', '.join(filter(None, facts))})"
        case Span():
            names = [f"lang={inline.language}"] * bool(inline.language)
            names += [f"#{inline.identifier}"] * bool(inline.identifier)
            names += [f".{name}" for name in inline.classes]
            return f"span({' '.join(names)})[{show_inlines(inline.children)}]"
        case RawNote():
            return f"^{inline.label}{{{show(inline.blocks)}}}"
        case NoteCall():
            return f"^{inline.number}"
        case OldPage() | PageMark():
            return f"|{inline.label}|"
