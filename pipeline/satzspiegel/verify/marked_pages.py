"""Marks of the printed pages: what stands behind each, and whether that is how its page begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import compress, product, zip_longest
from operator import not_

from satzspiegel.model import Finding, Severity
from satzspiegel.verify.fragments import Element, block_edges, fragments
from satzspiegel.verify.reading import PageReading, Reading, line

MARK, LIST = "doc-pagebreak", "doc-pagelist"
#: The class of a mark in a note.
NOTE_MARK = "page-mark"
#: So many words behind a mark are compared.
COMPARED = 8
#: What pages have and other editions leave to the reader's program: markers of lists, ornaments,
#: page numbers in the contents.
OF_PAGES = re.compile(r"[–•*]|\w{1,5}[.)]|\d+")
#: Of so many figures behind a mark each may stand elsewhere; of more, all that follow do.
FIGURES_LEFT_OUT = 5
#: Around a label, and where figures begin and end: none of these signs occurs in manuscripts.
LABEL, FIGURE, FIGURE_END = "\ue010", "\ue011", "\ue012"
FIGURES = re.compile(f"{FIGURE}[^{FIGURE_END}]*{FIGURE_END}?")


def page_label(element: Element) -> str:
    """The label of a mark, the last word of its name: »12« of »Seite 12«; empty for others."""
    return _label(element) if element.get("role") == MARK else ""


def _label(element: Element) -> str:
    name = element.get("aria-label") or element.get("title") or ""
    return name.rpartition(" ")[2]


def marked_pages(roots: list[Element]) -> Iterator[PageReading]:
    """The marks of an edition in order, each with the words up to the next, of notes none."""
    yield from _marked(fragment for root in roots for fragment in fragments(root, _instead, _edges))


def marks_in_note(note: Element) -> Iterator[PageReading]:
    """The marks in a note, each with the words up to the next; they have a class and no role."""
    yield from _marked(fragments(note, _instead_in_note, _edges))


def _marked(pieces: Iterable[str]) -> Iterator[PageReading]:
    parts = "".join(pieces).split(LABEL)[1:]
    for label, behind in zip(parts[::2], parts[1::2], strict=True):
        words, *otherwise = _first_words(behind)
        yield PageReading(label, words, otherwise=tuple(otherwise))


def _first_words(text: str) -> list[tuple[str, ...]]:
    """The first words of a text with all its figures, then with some of them, then with none."""
    figures = [match.span() for match in FIGURES.finditer(text)]
    everything = (True,) * len(figures)
    beyond = (False,) * (len(figures) - FIGURES_LEFT_OUT)
    some = product((True, False), repeat=len(figures) - len(beyond))
    choices = dict.fromkeys([everything, *((*kept, *beyond) for kept in some)])
    return list(dict.fromkeys(_words(text, compress(figures, map(not_, c))) for c in choices))


def _words(text: str, left_out: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """The first words of a text without what stands between some places, in their order."""
    for start, end in reversed([*left_out]):
        text = f"{text[:start]} {text[end:]}"
    return tuple(line(re.sub(f"[{FIGURE}{FIGURE_END}]", " ", text)).split()[:COMPARED])


def _instead(element: Element) -> str | None:
    """Labels for marks; nothing of notes and of lists of pages."""
    if element.get("role") == MARK:
        return f"{LABEL}{page_label(element)}{LABEL}"
    left_out = element.tag == "head" or element.get("role") in (LIST, "doc-footnote")
    return "" if left_out else None


def _instead_in_note(element: Element) -> str | None:
    """Labels for marks; nothing of the link back."""
    if element.get("class") == NOTE_MARK:
        return f"{LABEL}{_label(element)}{LABEL}"
    return "" if element.get("role") == "doc-backlink" else None


def _edges(element: Element) -> tuple[str, str]:
    return (FIGURE, FIGURE_END) if element.tag == "figure" else block_edges(element)


def compare_marks(pdf: Reading, other: Reading, edition: str) -> Iterator[Finding]:
    """Every page of the PDF is marked, and the words behind its mark are those it begins with."""
    if not other.printed:
        yield Finding("page-marks-missing", Severity.WARNING, None, {"edition": edition})
        return
    marks = {page.label: page for page in other.printed}
    labels = [page.label for page in pdf.printed]
    if found := _first_other(labels, _in_order(labels, other.printed)):
        yield _error("page-mark-missing", edition, expected=found[0], found=found[1])
    if found := _first_other(labels, list(other.page_list)):
        yield _error("page-list-wrong", edition, expected=found[0], found=found[1])
    for page in pdf.printed:
        mark = marks.get(page.label)
        if mark is not None and not _agree(page, mark):
            expected, words = " ".join(page.words[:COMPARED]), " ".join(mark.words)
            yield _error(
                "page-mark-wrong", edition, page=page.label, expected=expected, found=words
            )


def _in_order(labels: list[str], found: tuple[PageReading, ...]) -> list[str]:
    """The labels of the marks: those that the PDF has too in its order, each as often as it is."""
    order = {label: place for place, label in enumerate(labels)}
    return sorted((p.label for p in found), key=lambda label: order.get(label, len(order)))


def _first_other(expected: list[str], found: list[str]) -> tuple[str, str] | None:
    for one, other in zip_longest(expected, found, fillvalue="–"):
        if one != other:
            return one, other
    return None


def _agree(page: PageReading, mark: PageReading) -> bool:
    """Whether a page begins with the words behind its mark."""
    starts = (0, 1) if page.unsure else (0,)
    return any(
        _begins_with(page.words[start:], words, page.alone)
        for start in starts
        for words in (mark.words, *mark.otherwise)
    )


def _begins_with(page: tuple[str, ...], words: tuple[str, ...], alone: bool) -> bool:
    at = 0
    for word in words:
        while at < len(page) and not word.startswith(page[at]) and OF_PAGES.fullmatch(page[at]):
            at += 1
        if at == len(page):
            return alone
        taken = _taken(word, page[at:])
        if not taken:
            return False
        at += taken
    # A mark with fewer words behind it is that of a page that has no more; but a title page names
    # the publisher, too.
    rest = page[at:] if len(words) < COMPARED and not (alone and words) else ()
    return all(OF_PAGES.fullmatch(word) for word in rest)


def _taken(word: str, page: tuple[str, ...]) -> int:
    """Of how many pieces a word is made up: at hyphens and in addresses lines may end; 0 if not."""
    for count in range(1, len(page) + 1):
        have = "".join(page[:count])
        if have == word:
            return count
        if not word.startswith(have):
            return 0
    return 0


def _error(code: str, edition: str, **values: str) -> Finding:
    return Finding(code, Severity.ERROR, None, {"edition": edition, **values})
