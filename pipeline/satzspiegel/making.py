"""The editions of a build, made side by side.

The reflowing editions carry marks of the printed pages. So a second process makes ready what needs
none (the cover, the fonts) while this one sets the pages; it makes those editions while they are
painted.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from satzspiegel.dump import Dump
from satzspiegel.editions import EPUB, HTML, ONIX, PAGED, Edition
from satzspiegel.editions.epub import examine, make_epub
from satzspiegel.editions.family import Family, make_family
from satzspiegel.editions.html import make_html
from satzspiegel.editions.onix import make_onix
from satzspiegel.editions.pdf import SetPages, set_pages
from satzspiegel.editions.pdf.cover import make_cover
from satzspiegel.layout import Layout
from satzspiegel.logs import Told, stage, told
from satzspiegel.model import Finding, Publication
from satzspiegel.old_pages import with_listed_pages, without_old_pages
from satzspiegel.styles import Style, load_style

#: A forked process has the libraries loaded already.
START = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"

Files = dict[Edition, bytes]
#: The step before the editions with pages: their pages are set.
SETTING = "pages"


@dataclass(frozen=True)
class Made:
    """The files of the editions; the layout of the pages; what their makers complained about."""

    files: Files
    layout: Layout | None = None
    findings: tuple[Finding, ...] = ()


def make_editions(
    wanted: tuple[Edition, ...],
    publication: Publication,
    style: Style,
    build_id: str,
    progress: Callable[[str], None],
    dump: Dump,
    *,
    asked: bool = False,
) -> Made:
    """The editions that are wanted, and what is to be said of them.

    Marks of the printed pages are in those that reflow if one with pages is among them; those of
    a first edition are there without. ``asked``: the user named the editions.
    """
    marked, publication = publication, without_old_pages(publication)
    paged, reflowing = _divided(wanted)
    task = (style.source, build_id)

    def family(pages: SetPages) -> Family:
        return make_family(pages, paged, publication, style, build_id, progress, asked=asked)

    if not reflowing:
        progress(SETTING)
        with stage(SETTING):
            pages = set_pages(publication, style, build_id, dump)
        made = family(pages)
        return Made(made.files, pages.layout, made.findings)
    with _another_process() as begin:
        if not paged:
            progress(reflowing[0].name)
            *others, last = reflowing
            listed = with_listed_pages(marked)
            begun = [begin(_reflowing, (one,), listed, *task) for one in others]
            files = _reflowing((last,), listed, *task)
            return Made({**{e: data for done in begun for e, data in done().items()}, **files})
        ready = begin(_made_ready, reflowing, publication, *task)
        progress(SETTING)
        with stage(SETTING):
            pages = set_pages(publication, style, build_id, dump)
        listed = with_listed_pages(marked, pages.layout)
        reflowed = begin(_reflowing, reflowing, listed, *task, ready())
        made = family(pages)
        for edition in reflowing:
            progress(edition.name)
        return Made({**made.files, **reflowed()}, pages.layout, made.findings)


def _divided(wanted: tuple[Edition, ...]) -> tuple[tuple[Edition, ...], tuple[Edition, ...]]:
    """Editions with pages, and those that reflow."""
    paged = tuple(edition for edition in wanted if edition in PAGED)
    return paged, tuple(edition for edition in wanted if edition not in PAGED)


@contextmanager
def _another_process() -> Iterator[Callable[..., Callable[[], Any]]]:
    """What begins a call in another process, or in this one if there is none.

    It gives a function that waits for the result.
    """
    try:
        pool = ProcessPoolExecutor(1, multiprocessing.get_context(START), _end_with_parent)
    except OSError:  # no shared memory to talk through
        yield partial
        return
    with pool:
        yield partial(_begun, pool)


def _begun(
    pool: ProcessPoolExecutor, call: Callable[..., Any], *arguments: Any
) -> Callable[[], Any]:
    """A call in the other process; what is told there is told here with its result."""
    promised = pool.submit(_and_clean, call, *arguments)
    return lambda: promised.result().retold()


def _end_with_parent() -> None:
    """Let this process end when the one that began it is killed: it would wait for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _and_clean(call: Callable[..., Any], *arguments: Any) -> Told:
    """The result of a call, and what was told meanwhile.

    WeasyPrint removes its folder of fonts when they are collected, which no process that ends a
    pool waits for. What was there before is left alone.
    """
    gc.freeze()
    try:
        return told(call, *arguments)
    finally:
        gc.collect()


def _made_ready(
    editions: tuple[Edition, ...], publication: Publication, style: str, build_id: str
) -> bytes:
    """The cover; the fonts stay in this process's caches."""
    cover = _cover(publication, load_style(style)) if EPUB in editions else b""
    _reflowing(editions, publication, style, build_id, cover)
    return cover


def _cover(publication: Publication, style: Style) -> bytes:
    """The cover that the style makes; empty if the author has an own one."""
    if publication.metadata.cover:
        return b""
    with stage("cover"):
        return make_cover(publication, style)


def _reflowing(
    editions: tuple[Edition, ...],
    publication: Publication,
    style: str,
    build_id: str,
    cover: bytes | None = None,
) -> Files:
    house_style = load_style(style)
    files: Files = {}
    if EPUB in editions:
        cover = _cover(publication, house_style) if cover is None else cover
        with stage(EPUB.name):
            files[EPUB] = make_epub(publication, house_style, build_id, cover)
        if publication.metadata.ebook_isbn:
            files[ONIX] = make_onix(publication, examine(files[EPUB], publication))
    if HTML in editions:
        with stage(HTML.name):
            files[HTML] = make_html(publication, house_style, build_id)
    return files
