"""What is done to the words of a publication when its letters are chosen.

The style decides on capitals: whether headings are set in them, and what becomes of ß; that is the
same in all editions. Then, edition by edition, ligatures end at joints and words in capitals are
letterspaced. There the words stay the same: what is added is invisible (U+200C) or an element
with a class.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from satzspiegel.breaking import hyphenator_for
from satzspiegel.capitals import (
    capitals_of,
    in_capitals,
    spaced_capitals,
    with_one_eszett,
)
from satzspiegel.fonts import face_pairs
from satzspiegel.hyphenation.addresses import find_addresses
from satzspiegel.hyphenation.joints import joints
from satzspiegel.ligatures import Joints, as_elements, separate
from satzspiegel.model import (
    Block,
    Chapter,
    Entry,
    Heading,
    Inline,
    Link,
    Metadata,
    Place,
    Publication,
    Span,
    Styled,
    StyleKind,
    Text,
)
from satzspiegel.styles import Style
from satzspiegel.walks import Blocks, Inlines, rebuild, rewrite_children

#: Classes of what is no narrower than a reader's font allows, and of words left whole.
NARROW_CLASS, UNBROKEN = "narrow", "unbroken"
NARROW, NO_BREAK = "\u202f", "\u00a0"
WORD = re.compile(r"[^\W\d_]+")
#: Said of a text that stays as it is.
SAME: Inlines = (Text(""),)


@dataclass(frozen=True)
class Surroundings:
    """What stands around a text: language, small capitals, the level of its heading or 0."""

    language: str
    small_caps: bool = False
    heading: int = 0


TextRewrite = Callable[[Text, Surroundings], Inlines]


def with_capitals(publication: Publication, style: Style) -> Publication:
    """The publication with the letters that its style chooses: headings in capitals, ẞ or SS.

    Every edition is made from it and compared with it, so all have the same letters. Only German
    has a capital ẞ.
    """
    capitals = capitals_of(style)

    def rewrite(text: Text, around: Surroundings) -> Inlines:
        value = text.value
        if is_address(value) or not around.language.startswith("de"):
            return (text,)
        if around.heading in capitals.headings:
            value = in_capitals(value, capitals.eszett)
        return (replace(text, value=with_one_eszett(value, capitals.eszett)),)

    return rewrite_texts(publication, rewrite)


def typeset(
    publication: Publication, style: Style, edition: str, joints: Joints = joints
) -> Publication:
    """The publication as an edition sets it: ``pdf`` or ``html``."""
    separated = publication.settings.rules.get("L1", True)
    pairs = face_pairs(style, edition) if separated else frozenset()
    tracked = capitals_of(style).tracking > 0

    def rewrite(text: Text, around: Surroundings) -> Inlines:
        if is_address(text.value):
            return (text,)
        parts: Inlines = (text,)
        if tracked and not around.small_caps:
            parts = spaced_capitals(text)
        if around.language.startswith("de"):
            parts = tuple(p for part in parts for p in _unligated(part, edition, joints, pairs))
        return parts

    return rewrite_texts(publication, rewrite)


def _unligated(inline: Inline, edition: str, joints: Joints, pairs: frozenset[str]) -> Inlines:
    if not isinstance(inline, Text):
        return (inline,)
    marked = replace(inline, value=separate(inline.value, joints, pairs))
    if marked == inline:
        return (inline,)
    return as_elements(marked) if edition == "html" else (marked,)


def without_narrow_spaces(publication: Publication) -> Publication:
    """The publication with U+00A0 for U+202F, in elements that a style makes narrow: for EPUB.

    Whoever reads an EPUB chooses the font, and many that e-readers bring lack U+202F.
    """

    def rewrite(text: Text, around: Surroundings) -> Inlines:
        first, *rest = text.value.split(NARROW)
        parts: list[Inline] = [replace(text, value=first)]
        for part in rest:
            parts += [Span((Text(NO_BREAK),), classes=(NARROW_CLASS,)), replace(text, value=part)]
        return tuple(part for part in parts if part != replace(text, value=""))

    def chapter(whole: Chapter) -> Chapter:
        title = _inlines(whole.title, rewrite, Surroundings(publication.metadata.language))
        return replace(whole, title=title)

    made = rewrite_texts(publication, rewrite)
    return replace(made, chapters=tuple(chapter(one) for one in made.chapters))


def with_unbroken_words(publication: Publication, style: Style) -> Publication:
    """The publication with the words whose breaks are listed in elements that are never broken.

    Readers and browsers hyphenate by themselves; of our list they know nothing, and soft hyphens
    would get into what is copied, searched and read aloud.
    """
    hyphenator = hyphenator_for(publication, style)

    def rewrite(text: Text, around: Surroundings) -> Inlines:
        if any(hyphenator.lists(word) for word in WORD.findall(text.value)):
            return (Span((text,), classes=(UNBROKEN,)),)
        return (text,)

    return rewrite_texts(publication, rewrite)


def is_address(word: str) -> bool:
    """Whether a word is an address or a handle (@name), or holds one."""
    return "@" in word or any(True for _ in find_addresses(word))


def rewrite_texts(publication: Publication, rewrite: TextRewrite) -> Publication:
    """The publication with every text that readers see rewritten: title, contents, text, notes.

    Names of chapters (:attr:`Chapter.title`) stay as they are: they label, and are not set.
    ``rewrite`` is asked once for each word in each surroundings, and not told its place.
    """
    around = Surroundings(publication.metadata.language)
    rewrite = _remembered(rewrite)

    def blocks(run: Blocks) -> Blocks:
        return _blocks(run, rewrite, around)

    def entry(line: Entry) -> Entry:
        children = tuple(entry(child) for child in line.children)
        title = _inlines(line.title, rewrite, replace(around, heading=line.level))
        return replace(line, title=title, children=children)

    def chapter(whole: Chapter) -> Chapter:
        return replace(whole, blocks=blocks(whole.blocks))

    return replace(
        publication,
        metadata=_metadata(publication.metadata, rewrite, around),
        chapters=tuple(chapter(one) for one in publication.chapters),
        notes=tuple(replace(note, blocks=blocks(note.blocks)) for note in publication.notes),
        contents=tuple(entry(line) for line in publication.contents),
    )


def _metadata(metadata: Metadata, rewrite: TextRewrite, around: Surroundings) -> Metadata:
    return replace(
        metadata,
        title=_inlines(metadata.title, rewrite, around),
        subtitle=_inlines(metadata.subtitle, rewrite, around),
    )


def _remembered(rewrite: TextRewrite) -> TextRewrite:
    known: dict[tuple[str, Surroundings], Inlines] = {}

    def remembered(text: Text, around: Surroundings) -> Inlines:
        key = text.value, around
        if (made := known.get(key)) is None:
            plain = Text(text.value)
            made = rewrite(plain, around)
            # Most words stay as they are.
            made = known[key] = SAME if made == (plain,) else made
        return (text,) if made is SAME else _placed(made, text.place)

    return remembered


def _placed(inlines: Inlines, place: Place | None) -> Inlines:
    """Inlines made from one text, with its place."""
    return tuple(
        replace(inline, place=place)
        if isinstance(inline, Text)
        else rewrite_children(inline, lambda inner: _placed(inner, place))
        for inline in inlines
    )


def _blocks(blocks: Blocks, rewrite: TextRewrite, around: Surroundings) -> Blocks:
    return tuple(_block(block, rewrite, around) for block in blocks)


def _block(block: Block, rewrite: TextRewrite, around: Surroundings) -> Block:
    inside = _in_language(around, getattr(block, "language", ""))
    if isinstance(block, Heading):
        inside = replace(inside, heading=block.level)
    return rebuild(
        block,
        lambda inner: _blocks(inner, rewrite, inside),
        lambda inlines: _inlines(inlines, rewrite, inside),
    )


def _inlines(inlines: Inlines, rewrite: TextRewrite, around: Surroundings) -> Inlines:
    made: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text(" "):
                made.append(inline)
            case Text():
                made.extend(rewrite(inline, around))
            case Span():
                inside = _in_language(around, inline.language)
                made.append(replace(inline, children=_inlines(inline.children, rewrite, inside)))
            case Styled() if inline.kind is StyleKind.SMALL_CAPS:
                inside = replace(around, small_caps=True)
                made.append(replace(inline, children=_inlines(inline.children, rewrite, inside)))
            case Styled() | Link():
                made.append(replace(inline, children=_inlines(inline.children, rewrite, around)))
            case _:
                made.append(inline)
    return tuple(made)


def _in_language(around: Surroundings, language: str) -> Surroundings:
    return replace(around, language=language) if language else around
