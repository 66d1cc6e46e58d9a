"""Pandoc's tree as Markdown can hold it: what two trees that read the same have in common.

Readers of sources join what they find; here neighbours of the same kind become one, spaces go out
of emphasis, and what is empty goes. Nothing that can be read is changed but white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from satzspiegel.importing.draft import Json
from satzspiegel.importing.tree import OLD_PAGE
from satzspiegel.manuscript.characters import REFUSED

STYLES = frozenset(
    {"Emph", "Strong", "SmallCaps", "Superscript", "Subscript", "Underline", "Strikeout"}
)
#: White space in Markdown; no-break spaces are letters there.
BREAKING = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
QUOTES = {"DoubleQuote": ("„", "“"), "SingleQuote": ("‚", "‘")}
COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)
SPACE: Json = {"t": "Space"}
NO_BREAK_SPACE = "\u00a0"


def tidied(blocks: Iterable[Json]) -> list[Json]:
    """Blocks without what is empty, their inlines joined."""
    made = [new for block in blocks for new in _block(block)]
    return _marks_in_paragraphs(made)


def plain(nodes: Json) -> str:
    """The letters of a tree as it reads, without those of notes, comments and alternatives."""
    return "".join(_letters(nodes))


def _letters(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _letters(child)
    elif isinstance(node, dict):
        kind = node.get("t")
        content: Json = node.get("c")
        if kind == "Str":
            yield content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        elif kind in ("Code", "CodeBlock", "Math"):
            yield content[1]
        elif kind not in ("Note", "Image", "RawInline", "RawBlock"):
            yield from _letters(content)


def is_mark(node: Json) -> bool:
    """Whether this is a mark of an old page or a comment, which no reader sees."""
    if node["t"] == "Span":
        return OLD_PAGE in node["c"][0][1] and not node["c"][1]
    return node["t"] == "RawInline" and bool(COMMENT.fullmatch(node["c"][1]))


# ------------------------------------------------------------------------------------------ blocks


def _block(node: Json) -> Iterator[Json]:
    kind, content = node["t"], node.get("c")
    if kind in ("Para", "Plain"):
        made = inlines(content)
        if made:
            yield {"t": kind, "c": made}
    elif kind == "Header":
        level, attributes, words = content
        if made := inlines(_on_one_line(words)):
            yield {"t": kind, "c": [level, attributes, made]}
    elif kind == "LineBlock":
        yield {"t": kind, "c": [_verse_line(line) for line in content]}
    elif kind == "BlockQuote":
        if inside := tidied(content):
            yield {"t": kind, "c": inside}
    elif kind == "Div":
        if inside := tidied(content[1]):
            yield {"t": kind, "c": [content[0], inside]}
    elif kind == "RawBlock":
        if COMMENT.fullmatch(content[1]):
            yield node
        else:
            yield {"t": "CodeBlock", "c": [["", [], []], content[1]]}
    else:
        yield from _block_of_blocks(kind, content, node)


def _block_of_blocks(kind: str, content: Json, node: Json) -> Iterator[Json]:
    """Lists, tables and figures."""
    if kind == "BulletList":
        yield {"t": kind, "c": [tidied(item) for item in content]}
    elif kind == "OrderedList":
        yield {"t": kind, "c": [content[0], [tidied(item) for item in content[1]]]}
    elif kind == "DefinitionList":
        entries = [[inlines(term), [tidied(body) for body in bodies]] for term, bodies in content]
        yield {"t": kind, "c": entries}
    elif kind == "Table":
        yield {"t": kind, "c": _table(content)}
    elif kind == "Figure":
        yield from _figures(content)
    else:
        yield node


def _table(content: Json) -> Json:
    attributes, (short, caption), columns, head, bodies, foot = content
    rows = [_row(row) for row in head[1]]
    made = [[one[0], one[1], *([_row(row) for row in part] for part in one[2:])] for one in bodies]
    foot_rows = [_row(row) for row in foot[1]]
    return [
        attributes,
        [short, _caption(caption)],
        columns,
        [head[0], rows],
        made,
        [foot[0], foot_rows],
    ]


def _row(row: Json) -> Json:
    return [row[0], [[*cell[:4], tidied(cell[4])] for cell in row[1]]]


def _caption(blocks: Json) -> Json:
    """One line of words: Markdown has no more for captions."""
    words: list[Json] = []
    for block in tidied(blocks):
        words += [SPACE] * bool(words) + _on_one_line(block.get("c") or [])
    return [{"t": "Plain", "c": inlines(words)}] if words else []


def _figures(content: Json) -> Iterator[Json]:
    """A figure for each image, the last with the caption: Markdown knows no others."""
    attributes, (short, caption), blocks = content
    images = list(_images(blocks))
    rest = [block for block in tidied(blocks) if not next(_images(block), None)]
    yield from rest
    words = _caption(caption)
    for image in images[: -1 if words else None]:
        yield {"t": "Para", "c": [image]}
    if words and images:
        inside = [{"t": "Plain", "c": [images[-1]]}]
        yield {"t": "Figure", "c": [attributes, [short, words], inside]}
    elif words:
        yield {"t": "Para", "c": words[0]["c"]}


def _images(node: Json) -> Iterator[Json]:
    if isinstance(node, list):
        for child in node:
            yield from _images(child)
    elif isinstance(node, dict):
        if node.get("t") == "Image":
            yield from inlines([node])
        else:
            yield from _images(node.get("c"))


def _marks_in_paragraphs(blocks: list[Json]) -> list[Json]:
    """No paragraph of marks alone: they begin the next one, or end the last one."""
    out: list[Json] = []
    waiting: list[Json] = []
    for block in blocks:
        words = block["c"] if block["t"] in ("Para", "Plain") else None
        if words and all(is_mark(one) or one == SPACE for one in words):
            waiting += [one for one in words if one != SPACE]
        elif words and waiting:
            out.append({"t": block["t"], "c": inlines([*waiting, *words])})
            waiting = []
        else:
            out.append(block)
    if waiting and out and out[-1]["t"] in ("Para", "Plain"):
        out[-1] = {"t": out[-1]["t"], "c": inlines([*out[-1]["c"], *waiting])}
    elif waiting:
        out.append({"t": "Para", "c": waiting})
    return out


# ----------------------------------------------------------------------------------------- inlines


def inlines(nodes: Iterable[Json]) -> list[Json]:
    """Inlines joined: no two of one kind beside each other, no space at either end."""
    made = _joined(new for node in nodes for new in _inline(node))
    return _stripped(_comments_inside(made))


def _inline(node: Json) -> Iterator[Json]:
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        yield from _words(content)
    elif kind in ("Space", "SoftBreak"):
        yield SPACE
    elif kind in STYLES:
        yield from _styled(kind, _joined(new for one in content for new in _inline(one)))
    elif kind == "Quoted":
        opening, closing = QUOTES[content[0]["t"]]
        yield {"t": "Str", "c": opening}
        yield from (new for one in content[1] for new in _inline(one))
        yield {"t": "Str", "c": closing}
    elif kind == "Cite":
        yield from (new for one in content[1] for new in _inline(one))
    elif kind == "Note":
        yield {"t": "Note", "c": tidied(content)}
    else:
        yield from _inline_with_attributes(kind, content, node)


def _inline_with_attributes(kind: str, content: Json, node: Json) -> Iterator[Json]:
    """Links, images, spans; code and what is raw."""
    if kind == "Image":
        yield _image(content)
    elif kind == "Link":
        yield from _link(content)
    elif kind == "Span":
        yield from _span(content)
    elif kind == "RawInline" and not COMMENT.fullmatch(content[1]):
        yield {"t": "Code", "c": [["", [], []], content[1]]}
    elif kind == "Math":
        yield {"t": "Code", "c": [["", [], []], content[1].strip()]}
    else:
        yield node


def _words(text: str) -> Iterator[Json]:
    """A text as ``Str`` and ``Space``, without characters that no manuscript may hold."""
    for part in re.split(r"([ \t\r\n\v\f\x85\u2028\u2029]+)", text):
        if BREAKING.fullmatch(part):
            yield SPACE
        elif kept := REFUSED.sub("", part):
            yield {"t": "Str", "c": kept}


def _styled(kind: str, inside: list[Json]) -> Iterator[Json]:
    """A style around words alone."""

    def wrapped(kept: list[Json]) -> Json:
        if kind in ("Superscript", "Subscript"):  # Markdown has them without spaces
            kept = _joined({"t": "Str", "c": NO_BREAK_SPACE} if i == SPACE else i for i in kept)
        return {"t": kind, "c": _unwrapped(kept, kind)}

    return _around_words(inside, wrapped)


def _link(content: Json) -> Iterator[Json]:
    attributes, words, target = content
    inside = _joined(new for one in words for new in _inline(one))
    return _around_words(
        inside, lambda kept: {"t": "Link", "c": [attributes, _unwrapped(kept, "Link"), target]}
    )


def _span(content: Json) -> Iterator[Json]:
    """A span; one without attributes is none."""
    attributes, words = content
    inside = _joined(new for one in words for new in _inline(one))
    if not any(attributes):
        return iter(inside)
    if not inside:
        return iter([{"t": "Span", "c": [attributes, []]}])
    return _around_words(inside, lambda kept: {"t": "Span", "c": [attributes, kept]})


def _around_words(inside: list[Json], wrapped: Callable[[list[Json]], Json]) -> Iterator[Json]:
    """What goes around words: spaces and marks at its ends stand outside."""
    start, end = 0, len(inside)
    while start < end and (inside[start] == SPACE or is_mark(inside[start])):
        start += 1
    while end > start and (inside[end - 1] == SPACE or is_mark(inside[end - 1])):
        end -= 1
    yield from inside[:start]
    if start < end:
        yield wrapped(inside[start:end])
    yield from inside[end:]


def _unwrapped(nodes: list[Json], kind: str) -> list[Json]:
    """Without what is inside another of its kind."""
    out: list[Json] = []
    for node in nodes:
        content = node.get("c")
        if node["t"] == kind:
            out += _unwrapped(content[1] if kind == "Link" else content, kind)
        elif node["t"] in STYLES:
            out.append({"t": node["t"], "c": _unwrapped(content, kind)})
        elif node["t"] in ("Link", "Span"):
            out.append(
                {"t": node["t"], "c": [content[0], _unwrapped(content[1], kind), *content[2:]]}
            )
        else:
            out.append(node)
    return _joined(out)


def _joined(nodes: Iterable[Json]) -> list[Json]:
    """Neighbours of one kind as one."""
    out: list[Json] = []
    for node in nodes:
        last = out[-1] if out else None
        if last is not None and last["t"] == node["t"]:
            if node["t"] == "Space":
                continue
            if node["t"] == "Str":
                out[-1] = {"t": "Str", "c": last["c"] + node["c"]}
                continue
            if node["t"] in STYLES:
                out[-1] = {"t": node["t"], "c": _joined([*last["c"], *node["c"]])}
                continue
        if node == SPACE and last is not None and last["t"] == "LineBreak":
            continue
        if node["t"] == "LineBreak" and last == SPACE:
            out.pop()
        out.append(node)
    return out


def _stripped(nodes: list[Json]) -> list[Json]:
    """Without white space at the ends."""
    start, end = 0, len(nodes)
    while start < end and nodes[start]["t"] in ("Space", "LineBreak"):
        start += 1
    while end > start and nodes[end - 1]["t"] in ("Space", "LineBreak"):
        end -= 1
    return nodes[start:end]


def _comments_inside(nodes: list[Json]) -> list[Json]:
    """Comments behind the first word: one that begins a paragraph would stand before it alone."""
    first = next((i for i, one in enumerate(nodes) if not _is_aside(one)), None)
    if first is None:
        return nodes
    comments = [one for one in nodes[:first] if one["t"] == "RawInline"]
    if not comments:
        return nodes
    before = [one for one in nodes[:first] if one["t"] != "RawInline"]
    return [*before, nodes[first], *comments, *nodes[first + 1 :]]


def _is_aside(node: Json) -> bool:
    return node["t"] in ("Space", "LineBreak") or is_mark(node)


def _image(content: Json) -> Json:
    """An image whose description is an attribute: as mark-up it would become a caption."""
    (identifier, classes, pairs), words, target = content
    given = dict(pairs)
    alternative = given.pop("alt", "") or " ".join(plain(words).split())
    named = [["alt", " ".join(alternative.split())]] if alternative else []
    return {
        "t": "Image",
        "c": [[identifier, classes, [*named, *map(list, given.items())]], [], target],
    }


def _on_one_line(nodes: Iterable[Json]) -> list[Json]:
    """Words of a heading or a caption; a line that is broken there goes on after a space."""
    return [SPACE if node["t"] == "LineBreak" else node for node in nodes]


def _verse_line(nodes: Json) -> list[Json]:
    """A line of verse; spaces at its beginning are an indent."""
    indent = 0
    while indent < len(nodes) and nodes[indent]["t"] in ("Space", "SoftBreak"):
        indent += 1
    made = inlines(_on_one_line(nodes[indent:]))
    return [{"t": "Str", "c": NO_BREAK_SPACE * indent}, *made] if indent and made else made
