"""The layout looked at as a typesetter would: remarks with page, line and words, and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import fmean, pstdev
from typing import Any

from satzspiegel.layout import LaidLine, Layout, LineKind, Sheet
from satzspiegel.model import Finding, Silence
from satzspiegel.silences import NOWHERE, Silences
from satzspiegel.verify.lines import hyphens_in_a_row, is_loose, is_tight, remarks_on_lines
from satzspiegel.verify.pages import grid_offsets, is_off_grid, on_grid, remarks_on_pages
from satzspiegel.verify.remarks import Remark, body_of, columns, page_name

#: The codes of all findings about the layout, which only a build can make.
LAYOUT_CODES = frozenset(
    [
        "line-loose",
        "line-tight",
        "line-overfull",
        "line-off-grid",
        "last-line-short",
        "hyphens-in-a-row",
        "words-repeated",
        "river",
        "hyphen-at-recto-end",
        "hyphen-at-verso-end",
        "widow",
        "orphan",
        "note-split",
        "white-at-foot",
        "page-few-lines",
    ]
)
#: Figures are told to so many places.
PLACES = 5


def layout_remarks(layout: Layout, silences: Iterable[Silence] = ()) -> tuple[Remark, ...]:
    """What is to be said about the pages of the text, from the first to the last.

    A comment above a paragraph silences what is said about its lines: ``silences`` are those of
    the publication.
    """
    sheets = text_of(layout)
    on_pages = remarks_on_pages(sheets, grid_offsets(sheets))
    found = [*on_pages, *(remark for sheet in sheets for remark in remarks_on_lines(sheet))]
    found = _without_silenced(found, silences)
    return tuple(sorted(found, key=_order))


def layout_findings(layout: Layout, silences: Iterable[Silence] = ()) -> tuple[Finding, ...]:
    """The findings of :func:`layout_remarks`."""
    return tuple(remark.finding for remark in layout_remarks(layout, silences))


def of_the_text(silences: Iterable[Silence]) -> tuple[Silence, ...]:
    """The silences without what they say about the layout, of which ``check`` knows nothing."""
    kept = []
    for silence in silences:
        rules = tuple(rule for rule in silence.rules if rule.casefold() not in LAYOUT_CODES)
        if rules or not silence.rules:
            kept.append(replace(silence, rules=rules))
    return tuple(kept)


def text_of(layout: Layout) -> tuple[Sheet, ...]:
    """The pages of the text."""
    return tuple(sheet for sheet in layout.sheets if sheet.of_text)


def _without_silenced(remarks: Sequence[Remark], silences: Iterable[Silence]) -> list[Remark]:
    candidates = [(r.finding.place or NOWHERE, r.finding.code) for r in remarks]
    silenced = Silences(silences).silenced(candidates)
    return [remark for index, remark in enumerate(remarks) if index not in silenced]


def _order(remark: Remark) -> tuple[int, float, str]:
    """By page, from the top."""
    top = min((top for _, top, _, _ in remark.boxes), default=0.0)
    return remark.sheet, top, remark.finding.code


# --------------------------------------------------------------------------------------- figures


def layout_report(layout: Layout, remarks: Sequence[Remark]) -> dict[str, Any]:
    """Figures of the whole and of each page, for the report as JSON."""
    codes: dict[int, list[str]] = {}
    for remark in remarks:
        codes.setdefault(remark.sheet, []).append(remark.finding.code)
    pages = [
        {
            "page": page_name(sheet),
            "index": sheet.index,
            "lines": len(body_of(sheet)),
            "white": round(sheet.white, PLACES),
            "findings": codes.get(sheet.index, []),
        }
        for sheet in text_of(layout)
    ]
    return {"figures": layout_figures(layout), "pages": pages}


def layout_figures(layout: Layout) -> dict[str, float]:
    """What was counted and measured on the pages of the text, silenced or not.

    Lines are those of text, quotations and lists; spaces are in em, shares of 1, white in lines.
    Figures for which nothing is there to be measured are missing.
    """
    sheets = text_of(layout)
    lines = [line for sheet in sheets for line in body_of(sheet)]
    figures: dict[str, float] = {"pages of text": len(sheets), "lines": len(lines)}
    figures |= _hyphen_figures(sheets, lines)
    figures |= _space_figures(lines)
    figures |= _page_figures(sheets)
    return {name: round(value, PLACES) for name, value in figures.items()}


def _hyphen_figures(sheets: Sequence[Sheet], lines: Sequence[LaidLine]) -> dict[str, float]:
    bodies = [c for sheet in sheets for c in columns(sheet) if c[0].kind is not LineKind.NOTE]
    runs = [len(run) for column in bodies for run in hyphens_in_a_row(column)]
    hyphenated = sum(line.hyphenated for line in lines)
    return {
        "lines with a hyphen": hyphenated,
        "share of hyphens": hyphenated / max(len(lines), 1),
        "most hyphens in a row": max(runs, default=0),
    }


def _space_figures(lines: Sequence[LaidLine]) -> dict[str, float]:
    spread = [line for line in lines if line.justified and line.space is not None]
    spaces = [line.space for line in spread if line.space is not None]
    if not spaces:
        return {}
    return {
        "word space": fmean(spaces),
        "spread of word spaces": pstdev(spaces),
        "narrowest word space": min(spaces),
        "widest word space": max(spaces),
        "spread of scaling": pstdev(line.scale for line in spread),
        "loose lines": sum(map(is_loose, spread)),
        "tight lines": sum(map(is_tight, spread)),
    }


def _page_figures(sheets: Sequence[Sheet]) -> dict[str, float]:
    offsets = grid_offsets(sheets)
    codes = Counter(remark.finding.code for remark in remarks_on_pages(sheets, offsets))
    gridded = [(sheet, line) for sheet in sheets for line in on_grid(sheet)]
    off = sum(is_off_grid(sheet, line, offsets[sheet.leading]) for sheet, line in gridded)
    versos = sum(not sheet.recto for sheet in sheets)
    white = [s.white for s in sheets[:-1] if not (s.ends_chapter or s.unavoidable)]
    return {
        "lines on the grid": 1 - off / max(len(gridded), 1),
        "widows": codes["widow"],
        "orphans": codes["orphan"],
        "hyphens at recto ends": codes["hyphen-at-recto-end"],
        "hyphens at verso ends": codes["hyphen-at-verso-end"],
        "versos with a hyphen at the end": codes["hyphen-at-verso-end"] / max(versos, 1),
        "notes split": codes["note-split"],
        "most white": max(white, default=0.0),
        "pages with white": codes["white-at-foot"],
    }
