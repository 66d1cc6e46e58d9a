"""The manuscript's text as HTML for the review, cut where the pages of the source begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Json
from satzspiegel.importing.tidying import COMMENT, plain

#: How inlines and blocks are called in HTML.
ELEMENTS = {
    "Emph": "em", "Strong": "strong", "Superscript": "sup", "Subscript": "sub", "Underline": "u",
    "Strikeout": "s", "BlockQuote": "blockquote", "Para": "p", "Plain": "p", "BulletList": "ul",
}  # fmt: skip
#: A page goes on in the middle of what is open.
GOES_ON = "goes-on"
CLASSES = re.compile(r' class="([^"]*)"')


#: A source, counted from 0, and the label of its page.
Key = tuple[int, str]


@dataclass
class PageText:
    """What stands on a page of the source, as HTML; notes with their labels."""

    text: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[int] = field(default_factory=list)

    @property
    def markup(self) -> str:
        """The text as one piece."""
        return "".join(self.text)


@dataclass
class _Setter:
    """Writes blocks onto pages; ``open`` are the elements that a new page opens again."""

    labels: Iterator[str]
    numbers: Mapping[int, int]
    source: int = 0
    cuts_at_headings: bool = False
    pages: dict[Key, PageText] = field(default_factory=dict)
    page: PageText = field(default_factory=PageText)
    open: list[str] = field(default_factory=list)
    in_note: bool = False
    count: int = 0


def page_texts(
    blocks: Sequence[Json],
    starts: Sequence[int],
    labels: Sequence[str],
    numbers: Mapping[int, int],
) -> dict[Key, PageText]:
    """The text of each page; what stands before the first has an empty label.

    ``starts`` are the indices of the blocks where sources begin. One without pages is cut at its
    headings, and the labels count. ``labels`` are those of notes, ``numbers`` those of doubts.
    """
    setter = _Setter(iter(labels), numbers)
    ends = [*starts[1:], len(blocks)]
    for source, (start, end) in enumerate(zip(starts, ends, strict=True)):
        own = list(blocks[start:end])
        setter.source, setter.count = source, 0
        setter.cuts_at_headings = not any(_old_pages(own))
        _turn(setter, "")
        for block in own:
            _block(setter, block)
    return {key: page for key, page in setter.pages.items() if page.text or page.notes}


def _old_pages(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _old_pages(child)
    elif isinstance(node, dict):
        if label := tree.old_page_label(node):
            yield label
        else:
            yield from _old_pages(node.get("c"))


def _turn(setter: _Setter, label: str) -> None:
    """Go on on another page: what is open is closed here, and opened there.

    What has been opened for this page only, such as a heading that begins with its mark, is taken
    along.
    """
    before = setter.page.text
    begun: list[str] = []
    for opening in reversed(setter.open):
        if before and before[-1] == opening:
            begun.insert(0, before.pop())
        else:
            before.append(f"</{_name(opening)}>")
    going_on = setter.open[: len(setter.open) - len(begun)]
    setter.page = setter.pages.setdefault((setter.source, label), PageText())
    setter.page.text += [*map(_again, going_on), *begun]


def _name(opening: str) -> str:
    return opening.strip("<>").split()[0]


def _again(opening: str) -> str:
    """What opens an element again, in a class of its own beside those it has."""
    classes = CLASSES.search(opening)
    names = f"{classes[1]} {GOES_ON}" if classes else GOES_ON
    return f'<{_name(opening)} class="{names}">'


def _put(setter: _Setter, text: str) -> None:
    setter.page.text.append(text)


def _inside(setter: _Setter, opening: str, nodes: Sequence[Json]) -> None:
    """Nodes inside an element."""
    _put(setter, opening)
    setter.open.append(opening)
    for node in nodes:
        _node(setter, node)
    setter.open.pop()
    _put(setter, f"</{_name(opening)}>")


def _node(setter: _Setter, node: Json) -> None:
    if isinstance(node, list):
        for child in node:
            _node(setter, child)
    elif node["t"] in BLOCKS:
        _block(setter, node)
    else:
        _inline(setter, node)


# ------------------------------------------------------------------------------------------ blocks

BLOCKS = frozenset(
    {"Para", "Plain", "Header", "BlockQuote", "BulletList", "OrderedList", "DefinitionList"}
    | {"LineBlock", "CodeBlock", "Div", "Figure", "Table", "HorizontalRule", "RawBlock"}
)


def _block(setter: _Setter, node: Json) -> None:
    kind, content = node["t"], node.get("c")
    if kind == "Header":
        if setter.cuts_at_headings and not setter.in_note and setter.page.text:
            setter.count += 1
            _turn(setter, str(setter.count))
        _inside(setter, f'<p class="heading level-{content[0]}">', content[2])
    elif kind == "BulletList":
        _items(setter, "<ul>", content)
    elif kind == "OrderedList":
        _items(setter, f'<ol start="{int(content[0][0])}">', content[1])
    elif kind == "LineBlock":
        lines = [[*line, {"t": "LineBreak"}] for line in content]
        _inside(setter, '<p class="verse">', [one for line in lines for one in line])
    elif kind == "CodeBlock":
        _put(setter, f"<pre>{escape(content[1])}</pre>")
    elif kind == "HorizontalRule":
        _put(setter, "<hr/>")
    elif kind == "Table":
        _table(setter, content)
    elif kind == "Figure":
        _inside(setter, "<figure>", [*content[2], *content[1][1]])
    elif kind == "DefinitionList":
        for term, bodies in content:
            _inside(setter, '<p class="term">', term)
            _inside(setter, '<div class="definition">', [one for body in bodies for one in body])
    elif kind == "Div":
        _inside(setter, "<div>", content[1])
    elif kind in ELEMENTS:
        _inside(setter, f"<{ELEMENTS[kind]}>", content)


def _items(setter: _Setter, opening: str, items: Sequence[Json]) -> None:
    _put(setter, opening)
    setter.open.append(opening)
    for item in items:
        _inside(setter, "<li>", item)
    setter.open.pop()
    _put(setter, f"</{_name(opening)}>")


def _table(setter: _Setter, content: Json) -> None:
    _, (_, caption), _, head, bodies, foot = content
    rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
    _put(setter, '<div class="table"><table>')
    for row in rows:
        cells = "".join(_cell(setter, cell) for cell in row[1])
        _put(setter, f"<tr>{cells}</tr>")
    _put(setter, "</table></div>")
    if caption:
        _inside(setter, '<p class="caption">', caption)


def _cell(setter: _Setter, cell: Json) -> str:
    """A cell as one piece: no page begins inside a table."""
    aside = PageText()
    before, setter.page = setter.page, aside
    opened, setter.open = setter.open, []
    was, setter.in_note = setter.in_note, True
    _node(setter, cell[4])
    setter.page, setter.open, setter.in_note = before, opened, was
    before.notes += aside.notes
    before.doubts += aside.doubts
    return f'<td rowspan="{int(cell[2])}" colspan="{int(cell[3])}">{aside.markup}</td>'


# ----------------------------------------------------------------------------------------- inlines


def _inline(setter: _Setter, node: Json) -> None:
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        _put(setter, escape(content))
    elif kind in ("Space", "SoftBreak"):
        _put(setter, " ")
    elif kind == "LineBreak":
        _put(setter, "<br/>")
    elif kind == "Code":
        _put(setter, f"<code>{escape(content[1])}</code>")
    elif kind == "Note":
        _note(setter, content)
    elif kind == "Image":
        _image(setter, content)
    elif kind == "Link":
        _inside(setter, f'<span class="link" title="{escape(content[2][0])}">', content[1])
    elif kind == "SmallCaps":
        _inside(setter, '<span class="small-caps">', content)
    elif kind == "Span":
        _span(setter, node)
    elif kind == "RawInline":
        _comment(setter, content[1])
    elif kind in ELEMENTS:
        _inside(setter, f"<{ELEMENTS[kind]}>", content)


def _span(setter: _Setter, node: Json) -> None:
    label = tree.old_page_label(node)
    if label and setter.in_note:
        _put(setter, f'<span class="old-page">{escape(label)}</span>')
    elif label:
        _turn(setter, label)
    else:
        _inside(setter, "<span>", node["c"][1])


def _note(setter: _Setter, blocks: Json) -> None:
    label = next(setter.labels, "?")
    _put(setter, f'<sup class="call">{escape(label)}</sup>')
    aside = PageText()
    before, setter.page = setter.page, aside
    opened, setter.open = setter.open, []
    was, setter.in_note = setter.in_note, True
    _node(setter, blocks)
    setter.page, setter.open, setter.in_note = before, opened, was
    before.notes.append((label, aside.markup))
    before.notes += aside.notes
    before.doubts += aside.doubts


def _image(setter: _Setter, content: Json) -> None:
    alternative = dict(content[0][2]).get("alt", "") or plain(content[1])
    source = content[2][0]
    if ":" not in source and not source.startswith("/"):
        size = 'loading="lazy" decoding="async"'
        _put(setter, f'<img src="{escape(source)}" alt="{escape(alternative)}" {size}/>')


def _comment(setter: _Setter, text: str) -> None:
    """The number of a doubt; other comments as they are, except labels of notes."""
    mark = tree.DOUBT.fullmatch(text)
    number = setter.numbers.get(int(mark[1])) if mark else None
    if number is not None:
        setter.page.doubts.append(number)
        name = f'id="m-{number}" href="#s-{number}" data-doubt="{number}"'
        _put(setter, f'<a class="doubt" {name}>{number}</a>')
    elif not mark and COMMENT.fullmatch(text) and not tree.NOTE_LABEL.fullmatch(text.strip()):
        said = text.strip().removeprefix("<!--").removesuffix("-->").strip()
        _put(setter, f'<span class="comment">{escape(said)}</span>')
