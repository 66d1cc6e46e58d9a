"""The files of a manuscript as everybody may read them.

Comments are notes of authors and editors to each other, and blocks of metadata inside a text are
their programs'; neither is printed, so neither is passed on. A comment leaves an empty one, since
it may be what divides two lists. Comments are found twice, by our scanner and in Pandoc's tree, so
that what one overlooks does not get out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from satzspiegel.manuscript.files import METADATA_FILE, Sources
from satzspiegel.manuscript.pandoc import Tree
from satzspiegel.manuscript.silences import ANY_COMMENT
from satzspiegel.manuscript.source import Range, comments, without_code_blocks
from satzspiegel.model import Attachment

Json = Any

MARKDOWN, YAML = "text/markdown", "application/yaml"
EMPTY_COMMENT = "<!-- -->"
#: A block of metadata behind an empty line or at the beginning (User's Guide,
#: »yaml_metadata_block«).
METADATA_BLOCK = re.compile(
    r"(?:\A|(?<=\n\n))---[ \t]*\n(?![ \t]*\n)(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
#: Between the words of a comment in the file, where Pandoc has a space or the end of a line.
BETWEEN_WORDS = r"[\s>]+"
#: A comment of YAML in what lies between its tokens, with the white before it.
YAML_COMMENT = re.compile(r"[ \t]*#[^\n]*")
EMPTIED_LINE = "\ue000"


def public_files(sources: Sources, tree: Tree) -> tuple[Attachment, ...]:
    """The files: metadata and texts of a folder, or the one that has both."""
    hidden = sorted({*_comments_in([tree.meta, tree.blocks])}, key=len, reverse=True)
    # YAML has no code in which a comment of Markdown would be none.
    metadata = ANY_COMMENT.sub(EMPTY_COMMENT, without_yaml_comments(sources.metadata))
    texts = [_public(_without_metadata(file.text), hidden) for file in sources.files]
    if sources.metadata_place.file != METADATA_FILE:
        # The front matter was taken off, and its lines left empty.
        matter = f"---\n{metadata}---\n" if metadata else ""
        text = texts[0].removeprefix("\n" * (sources.metadata.count("\n") + 2 if metadata else 0))
        return (_attachment(sources.files[0].name, MARKDOWN, matter + text),)
    named = zip(sources.files, texts, strict=True)
    files = [_attachment(file.name, MARKDOWN, text) for file, text in named]
    return (_attachment(METADATA_FILE, YAML, metadata), *files) if metadata else tuple(files)


def _attachment(name: str, media_type: str, text: str) -> Attachment:
    return Attachment(name, media_type, text.encode())


def _public(text: str, hidden: Iterable[str]) -> str:
    """A text, its comments empty, and those that Pandoc saw too."""
    text = _replaced(text, comments(text), EMPTY_COMMENT)
    for comment in hidden:
        words = map(re.escape, comment.split())
        text = re.sub(BETWEEN_WORDS.join(words), EMPTY_COMMENT, text)
    return text


def _comments_in(node: Json) -> Iterator[str]:
    """The comments of Pandoc's tree that say anything."""
    if isinstance(node, dict) and node.get("t") in ("RawInline", "RawBlock"):
        found = ANY_COMMENT.findall(node["c"][1]) if node["c"][0] == "html" else ()
        yield from (one for one in found if one != EMPTY_COMMENT)
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _comments_in(child)


def _without_metadata(text: str) -> str:
    """A text without the blocks of metadata in it."""
    blocks = (
        match.span()
        for match in METADATA_BLOCK.finditer(without_code_blocks(text))
        if _is_mapping(match[1] or "")
    )
    return _replaced(text, blocks, "\n")


def _is_mapping(text: str) -> bool:
    try:
        return isinstance(yaml.safe_load(text), dict | None)
    except yaml.YAMLError:
        return False


def without_yaml_comments(text: str) -> str:
    """YAML without its comments; what it says stays as it is typed.

    Comments are what lies between the tokens, and behind the sign that begins a block of text.
    Raises :class:`yaml.YAMLError`.
    """
    pieces, at = [], 0
    for token in yaml.scan(text):
        start, end = token.start_mark.index, token.end_mark.index
        pieces += [YAML_COMMENT.sub(EMPTIED_LINE, text[at:start]), _token(token, text[start:end])]
        at = max(at, end)
    pieces.append(YAML_COMMENT.sub(EMPTIED_LINE, text[at:]))
    without = re.sub(f"^{EMPTIED_LINE}\n?", "", "".join(pieces), flags=re.MULTILINE)
    return without.replace(EMPTIED_LINE, "")


def _token(token: yaml.Token, text: str) -> str:
    """A token as it is typed; a block of text may have a comment behind its sign."""
    if not isinstance(token, yaml.ScalarToken) or token.style not in ("|", ">"):
        return text
    sign, line_end, block = text.partition("\n")
    return YAML_COMMENT.sub("", sign) + line_end + block


def _replaced(text: str, ranges: Iterable[Range], by: str) -> str:
    pieces, at = [], 0
    for start, end in ranges:
        pieces += [text[at:start], by]
        at = end
    return "".join([*pieces, text[at:]])
