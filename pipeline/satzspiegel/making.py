"""The editions of a build, made side by side.

The reflowing editions need nothing of the pages, so they are made in a second process while this
one lays the pages out.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from satzspiegel.dump import Dump
from satzspiegel.editions import EPUB, HTML, PDF, Edition
from satzspiegel.editions.epub import make_epub
from satzspiegel.editions.html import make_html
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.editions.pdf.cover import make_cover
from satzspiegel.layout import Layout
from satzspiegel.model import Finding, Publication
from satzspiegel.styles import Style, load_style

#: A forked process has the libraries loaded already.
START = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"


@dataclass(frozen=True)
class Made:
    """The files of the editions; the layout of the pages; what their makers complained about."""

    files: dict[Edition, bytes]
    layout: Layout | None = None
    findings: tuple[Finding, ...] = ()


def make_editions(
    wanted: tuple[Edition, ...],
    publication: Publication,
    style: Style,
    build_id: str,
    progress: Callable[[str], None],
    dump: Dump,
) -> Made:
    """The editions asked for, and what is to be said of them."""
    reflowing = tuple(edition for edition in wanted if edition is not PDF)
    task = (reflowing, publication, style.source, build_id)
    if PDF not in wanted:
        progress(reflowing[0].name)
        return Made(_reflowing(*task))
    with _beside(*task) as others:
        progress(PDF.name)
        pdf = make_pdf(publication, style, build_id, dump)
        for edition in reflowing:
            progress(edition.name)
        return Made({PDF: pdf.data, **others()}, pdf.layout, pdf.findings)


@contextmanager
def _beside(*task: Any) -> Iterator[Callable[[], dict[Edition, bytes]]]:
    """The reflowing editions made in another process, or later in this one if there is none."""
    try:
        pool = ProcessPoolExecutor(1, multiprocessing.get_context(START))
    except OSError:  # no shared memory to talk through
        yield lambda: _reflowing(*task)
        return
    with pool:
        yield pool.submit(_reflowing, *task).result


def _reflowing(
    editions: tuple[Edition, ...], publication: Publication, style: str, build_id: str
) -> dict[Edition, bytes]:
    house_style = load_style(style)
    files: dict[Edition, bytes] = {}
    if EPUB in editions:
        cover = make_cover(publication, house_style)
        files[EPUB] = make_epub(publication, house_style, build_id, cover)
    if HTML in editions:
        files[HTML] = make_html(publication, house_style, build_id)
    # WeasyPrint removes its folder of fonts when they are collected, which no process that ends
    # a pool waits for.
    gc.collect()
    return files
