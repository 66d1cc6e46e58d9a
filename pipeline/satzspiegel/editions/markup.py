"""The document as mark-up: inlines here, blocks in the macros of a style's ``blocks.jinja``.

Everything is well-formed XML and valid HTML at once, so one writer serves WeasyPrint, XHTML and
the web page.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from markupsafe import Markup, escape

from satzspiegel.ligatures import without_signs
from satzspiegel.markers import item_markers
from satzspiegel.model import (
    Asset,
    Block,
    Code,
    CodeBlock,
    Heading,
    Image,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Marks,
    Note,
    NoteCall,
    PageMark,
    Paragraph,
    Publication,
    Span,
    Styled,
    StyleKind,
    Text,
)
from satzspiegel.numerals import value_of_roman
from satzspiegel.styles import Style
from satzspiegel.templates import BlockMacros
from satzspiegel.walks import Inlines, plain_text, walk_inlines, without_notes

#: The class of small capitals, and the attribute with their place.
SMALL_CAPS, PLACE = "small-caps", "data-place"
WIDTH = re.compile(r"[0-9]+(\.[0-9]+)?(%|mm|cm|in|pt|em|px)")
ISO_DATE = re.compile(r"^(\d{4})-\d\d-\d\d$")
NAME = re.compile(r"[A-Za-z][\w-]*")
#: What is not written into ids as it is.
UNSAFE = re.compile(r"[^0-9A-Za-z.-]")
CAMEL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True)
class MarkupWriter:
    """Writes mark-up for one edition.

    ``call`` gives the mark-up of a note call, ``href`` the address of an id of the publication,
    ``asset_url`` the address of an image.
    """

    edition: str
    publication: Publication
    style: Style
    call: Callable[[Note], Markup]
    href: Callable[[str], str]
    asset_url: Callable[[Asset], str]
    #: What is done to inlines before they are written.
    prepare: Callable[[Inlines], Inlines] = lambda inlines: inlines
    #: How far headings go down: the web page has the title above its chapters.
    heading_shift: int = 0

    @cached_property
    def notes(self) -> dict[str, Note]:
        """The notes by id."""
        return {note.identifier: note for note in self.publication.notes}

    @cached_property
    def _assets(self) -> dict[str, Asset]:
        return {asset.source: asset for asset in self.publication.assets}

    @cached_property
    def _macros(self) -> BlockMacros:
        labels = self.publication.labels
        return self.style.templates.blocks(edition=self.edition, labels=labels, m=self)

    # -------------------------------------------------------------------------------- blocks

    def blocks(self, blocks: tuple[Block, ...]) -> Markup:
        """Blocks, each by the macro named after it: ``item_list`` for an ItemList."""
        # On pages a line end between blocks of a note would be a line of its own.
        between = Markup("") if self.edition == "pdf" else Markup("\n")
        return between.join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Markup:
        macro = CAMEL.sub("_", type(block).__name__).lower()
        made: Markup = getattr(self._macros, macro)(block)
        return made

    def numbered(self, blocks: tuple[Block, ...], mark: Markup) -> Markup:
        """The blocks of a note, with its mark and a space before its first words."""
        return self._opened(blocks, Markup("{} ").format(mark))

    def items(self, block: ItemList) -> list[Markup]:
        """The items of a list; pages have the markers in their text, in its order."""
        if self.edition != "pdf":
            return [self.blocks(item) for item in block.items]
        made = Markup('<span class="marker">{} </span>')
        marked = zip(block.items, item_markers(block), strict=True)
        return [self._opened(item, made.format(marker)) for item, marker in marked]

    def _opened(self, blocks: tuple[Block, ...], opening: Markup) -> Markup:
        """Blocks with something before their first words."""
        first, rest = blocks[:1], blocks[1:]
        if not (first and isinstance(first[0], Paragraph)):
            first, rest = (Paragraph(()),), blocks
        made = self._macros.first_paragraph(first[0], opening)
        return Markup("{}{}").format(made, self.blocks(rest))

    # ------------------------------------------------------------------------------- inlines

    def inlines(self, inlines: tuple[Inline, ...]) -> Markup:
        """Inlines."""
        # Texts that follow each other are escaped together, which is much quicker.
        runs = groupby(self.prepare(inlines), lambda inline: isinstance(inline, Text))
        return Markup("").join(
            _escaped(run) if are_texts else Markup("").join(map(self._inline, run))
            for are_texts, run in runs
        )

    def _inline(self, inline: Inline) -> Markup:
        match inline:
            case Styled():
                return self._styled(inline)
            case NoteCall():
                return self.call(self.notes[inline.note])
            case Span():
                return self._span(inline)
            case Link():
                return self._link(inline)
            case Code():
                return Markup("<code>{}</code>").format(inline.value)
            case LineBreak():
                return Markup("<br/>")
            case Image():
                return self.image(inline)
            case PageMark():
                return self.page_mark(inline)
        raise TypeError(inline)

    def _styled(self, styled: Styled) -> Markup:
        children = self.inlines(styled.children)
        if styled.kind is StyleKind.SMALL_CAPS:
            place = self.place(styled.children)
            return Markup('<span class="{}"{}>{}</span>').format(SMALL_CAPS, place, children)
        return Markup("<{0}>{1}</{0}>").format(styled.kind.value, children)

    def place(self, inlines: Inlines) -> Markup:
        """On pages an attribute with the place in the manuscript, for findings of the layout."""
        texts = (i for i in walk_inlines(inlines) if isinstance(i, Text))
        place = next((text.place for text in texts if text.place), None)
        if place is None or self.edition != "pdf":
            return Markup("")
        return Markup(' {}="{}:{}:{}"').format(PLACE, place.line, place.column, place.file)

    def _span(self, span: Span) -> Markup:
        attributes = self.attributes(span.identifier, span.classes, span.language)
        return Markup("<span{}>{}</span>").format(attributes, self.inlines(span.children))

    def page_mark(self, mark: PageMark) -> Markup:
        """A mark of a page, without text (DPUB-ARIA 1.1, doc-pagebreak).

        Its name is an ``aria-label`` where readers of e-books ask for one; axe allows a ``title``
        alone. A note's mark has no role: Ace wants all that have it in the list of pages.
        """
        name = f"{self.publication.labels['page']} {mark.label}"
        if mark.in_note:
            form = Markup('<span class="page-mark" id="{}" title="{}"></span>')
            return form.format(page_identifier(mark), name)
        if self.edition == "epub":
            own = Markup('epub:type="pagebreak" aria-label="{}"').format(name)
        else:
            own = Markup('title="{}" data-page="{}"').format(name, mark.label)
        return Markup('<span class="page-mark" id="{}" role="doc-pagebreak" {}></span>').format(
            page_identifier(mark), own
        )

    def marks(self, marks: Marks) -> Markup:
        """Marks of printed pages in a row."""
        return Markup("").join(map(self.page_mark, marks))

    def front_marks(self, part: str) -> Markup:
        """The marks of ``title``, ``imprint`` or ``contents``, to stand before its first word."""
        return self.marks(self.publication.front_marks.get(part, ()))

    def code(self, block: CodeBlock) -> Markup:
        """The lines of code, with the marks of printed pages in them."""
        made, at = Markup(""), 0
        for offset, mark in block.marks:
            made += escape(block.value[at:offset]) + self.page_mark(mark)
            at = offset
        return made + escape(block.value[at:])

    def _link(self, link: Link) -> Markup:
        internal = link.target.startswith("#")
        href = self.href(link.target[1:]) if internal else link.target
        kind = Markup("") if internal else Markup(' class="external"')
        children = self.inlines(link.children)
        return Markup('<a href="{}"{}>{}</a>').format(href, kind, children)

    def image(self, image: Image) -> Markup:
        """An image with its alternative text and its size."""
        asset = self._assets[image.source]
        width = image.width if WIDTH.fullmatch(image.width) else ""
        style = Markup(' style="width: {}"').format(width) if width else Markup("")
        return Markup('<img src="{}" alt="{}" width="{}" height="{}"{}/>').format(
            self.asset_url(asset),
            image.alternative,
            round(asset.width),
            round(asset.height),
            style,
        )

    def attributes(
        self, identifier: str = "", classes: tuple[str, ...] = (), language: str = ""
    ) -> Markup:
        """Attributes for an element, each with a space before it."""
        names = " ".join(name for name in classes if NAME.fullmatch(name))
        pairs = [("id", identifier), ("class", names), ("lang", language)]
        if self.edition == "epub":
            pairs.append(("xml:lang", language))
        return Markup("").join(
            Markup(' {}="{}"').format(name, value) for name, value in pairs if value
        )

    # ------------------------------------------------------------------------ for templates

    def plain(self, inlines: tuple[Inline, ...]) -> str:
        """The words of inlines."""
        return without_signs(plain_text(inlines))

    def level(self, heading: Heading) -> int:
        """The level of a heading in this edition, 1 to 6."""
        return min(heading.level + self.heading_shift, 6)

    def title(self, heading: Heading) -> str:
        """The words of a heading as bookmarks show them: without notes."""
        return without_signs(self.running_head(heading.children))

    def running_head(self, inlines: tuple[Inline, ...]) -> str:
        """Words as running heads show them: without notes, ligatures ended at joints."""
        return " ".join(plain_text(without_notes(inlines)).split())


def _escaped(texts: Iterable[Inline]) -> Markup:
    return escape("".join(text.value for text in texts if isinstance(text, Text)))


def page_identifier(mark: PageMark) -> str:
    """The id of a page's mark: one of those that authors cannot have (``identifiers.RESERVED``)."""
    name = UNSAFE.sub(lambda match: f"_{ord(match[0]):x}_", mark.label)
    name += ("-note" if mark.in_note else "") + (f"__{mark.again + 1}" if mark.again else "")
    counted = name[0].isdigit() or value_of_roman(name)
    return f"page-{name}" if counted else f"page-0-{name}"


def imprint_paragraphs(publication: Publication) -> list[str]:
    """The paragraphs of the imprint: the author's own words, then what the metadata say."""
    metadata, settings, labels = publication.metadata, publication.settings, publication.labels
    own = [" ".join(p.split()) for p in settings.imprint.split("\n\n") if p.strip()]
    publisher = ", ".join(part for part in (metadata.publisher, metadata.place) if part)
    facts = [
        (publisher, "{}"),
        (ISO_DATE.sub(r"\1", metadata.date), "{}"),
        (_series(publication), "{}"),
        (metadata.rights, "{}"),
        (settings.responsible, labels["responsible"] + ": {}"),
        *((isbn, labels["isbn"] + " {}") for isbn in _isbns(publication)),
        (metadata.doi, labels["doi"] + " {}"),
    ]
    return [*own, *(form.format(value) for value, form in facts if value), labels["set-with"]]


def _series(publication: Publication) -> str:
    """The series, and the number in it."""
    metadata = publication.metadata
    if not metadata.series_number:
        return metadata.series
    return f"{metadata.series}, {publication.labels['volume']} {metadata.series_number}"


def _isbns(publication: Publication) -> Iterator[str]:
    """The ISBNs, with the form that each is for where an e-book has one of its own."""
    metadata, labels = publication.metadata, publication.labels
    if metadata.isbn and metadata.ebook_isbn:
        yield f"{metadata.isbn} ({labels['book']})"
    elif metadata.isbn:
        yield metadata.isbn
    if metadata.ebook_isbn:
        yield f"{metadata.ebook_isbn} ({labels['ebook']})"


def credits(publication: Publication) -> list[tuple[str, str]]:
    """Who made the work: the words before the names (empty for authors), and the names."""
    labels = publication.labels
    roles = (("aut", ""), ("edt", labels["edited-by"]), ("trl", labels["translated-by"]))
    lines = []
    for role, words in roles:
        names = [c.name for c in publication.metadata.contributors if c.role == role]
        if names:
            lines.append((words, ", ".join(names)))
    return lines


def data_url(data: bytes, media_type: str) -> Markup:
    """Bytes as an address (RFC 2397)."""
    return Markup("data:{};base64,{}").format(media_type, base64.b64encode(data).decode())
