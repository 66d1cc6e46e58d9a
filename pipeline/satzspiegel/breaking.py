"""Where the words and addresses of a publication may be broken, as its editions need it."""

from __future__ import annotations

from dataclasses import replace

from satzspiegel.hyphenation import Hyphenator, Minima
from satzspiegel.hyphenation.addresses import address_breaks, find_addresses
from satzspiegel.model import Block, Heading, Inline, Publication, Span, Text
from satzspiegel.styles import Style
from satzspiegel.walks import Blocks, Inlines, rewrite_blocks, rewrite_children

#: The class of an address, in which nothing is hyphenated.
ADDRESS = "address"
#: A line may end here, and may not end here (UAX #14, classes ZW and WJ). Neither is painted, so
#: neither is in the text layer of a page.
BREAK, NO_BREAK = "\u200b", "\u2060"


def hyphenator_for(publication: Publication, style: Style) -> Hyphenator:
    """The hyphenator with the style's minima, and the exceptions of style and publication."""
    settings = style.settings.get("hyphenation", {})
    exceptions = (*settings.get("exceptions", ()), *publication.settings.hyphenation)
    minima = {key: settings[key] for key in ("word", "before", "after") if key in settings}
    return Hyphenator(exceptions, Minima(**minima))


def with_address_breaks(publication: Publication) -> Publication:
    """The publication with signs in its addresses that say where a line may end, for pages.

    Headings stay as they are: bookmarks and running heads show their words.
    """
    return replace(
        publication,
        chapters=tuple(
            replace(chapter, blocks=_blocks(chapter.blocks)) for chapter in publication.chapters
        ),
        notes=tuple(replace(note, blocks=_blocks(note.blocks)) for note in publication.notes),
    )


def _blocks(blocks: Blocks) -> Blocks:
    return tuple(made for block in blocks for made in _block(block))


def _block(block: Block) -> Blocks:
    return (block,) if isinstance(block, Heading) else rewrite_blocks((block,), _inlines)


def _inlines(inlines: Inlines) -> Inlines:
    made: list[Inline] = []
    for inline in inlines:
        made += _text(inline) if isinstance(inline, Text) else [rewrite_children(inline, _inlines)]
    return tuple(made)


def _text(text: Text) -> Inlines:
    """A text with each address in it in a span of its own."""
    made: list[Inline] = []
    at = 0
    for start, end in find_addresses(text.value):
        address = replace(text, value=marked(text.value[start:end]))
        made += [replace(text, value=text.value[at:start]), Span((address,), classes=(ADDRESS,))]
        at = end
    rest = replace(text, value=text.value[at:])
    return tuple(one for one in (*made, rest) if one != replace(text, value="")) or (text,)


def marked(address: str) -> str:
    """An address with the signs: every place at which a line might end is one or the other."""
    breaks = frozenset(address_breaks(address))
    out = address[:1]
    for at in range(1, len(address)):
        if at in breaks:
            out += BREAK
        elif not address[at - 1 : at + 1].isalnum():
            out += NO_BREAK
        out += address[at]
    return out
