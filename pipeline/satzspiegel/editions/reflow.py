"""What the two reflowing editions share: notes that stand apart, and how a note is marked."""

from __future__ import annotations

from markupsafe import Markup

from satzspiegel.editions.markup import MarkupWriter
from satzspiegel.model import Block, Chapter, Note, NoteCall, Publication
from satzspiegel.walks import all_inlines, plain_text

#: EPUB Structural Semantics, beside the ARIA roles that both editions have.
EPUB_TYPES = {
    "call": Markup(' epub:type="noteref"'),
    "note": Markup(' epub:type="footnote"'),
}


def write_call(note: Note, labels: dict[str, str], href: str, *, epub: bool) -> Markup:
    """The call of a note, a link (DPUB-ARIA 1.1, doc-noteref), read out as »Anmerkung 1«."""
    return Markup(
        '<a class="call" id="{}" href="{}" role="doc-noteref"{} aria-label="{}">{}</a>'
    ).format(note.call, href, _type("call", epub), _name(note, labels), note.number)


def write_note(note: Note, writer: MarkupWriter, href: str, *, epub: bool) -> Markup:
    """A note; the link back to its call comes first (DPUB-ARIA 1.1, doc-footnote, doc-backlink)."""
    labels = writer.publication.labels
    name = f"{labels['back-to-text']} {note.number}"
    mark = Markup('<a class="mark" href="{}" role="doc-backlink" aria-label="{}">{}</a>').format(
        href, name, note.number
    )
    return Markup(
        '<aside class="note" id="{}" role="doc-footnote"{} aria-label="{}">{}</aside>'
    ).format(
        note.identifier,
        _type("note", epub),
        _name(note, labels),
        writer.numbered(note.blocks, mark),
    )


def called_notes(blocks: tuple[Block, ...], publication: Publication) -> tuple[Note, ...]:
    """The notes that these blocks call, in order."""
    called = {i.note for i in all_inlines(blocks) if isinstance(i, NoteCall)}
    return tuple(note for note in publication.notes if note.identifier in called)


def chapter_title(chapter: Chapter) -> str:
    """The words of a chapter's heading, without notes."""
    return " ".join(plain_text(chapter.title).split())


def _name(note: Note, labels: dict[str, str]) -> str:
    return f"{labels['note']} {note.number}"


def _type(kind: str, epub: bool) -> Markup:
    return EPUB_TYPES[kind] if epub else Markup("")
