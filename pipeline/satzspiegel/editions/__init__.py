"""Editions: the publication → files. What they share is in :mod:`satzspiegel.editions.markup`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """An edition: its name on the command line and the end of its file's name."""

    name: str
    suffix: str


PDF = Edition("pdf", ".pdf")
PRINT = Edition("print", "-print.pdf")
BOOKLET = Edition("booklet", "-booklet.pdf")
EPUB = Edition("epub", ".epub")
HTML = Edition("html", ".html")
EDITIONS = (PDF, PRINT, BOOKLET, EPUB, HTML)
#: The editions with pages: they share one layout.
PAGED = (PDF, PRINT, BOOKLET)
#: The cover and the sheet that tells the print shop what it gets.
COVER = Edition("cover", "-cover.pdf")
PREFLIGHT = Edition("preflight", "-preflight.pdf")
#: The record for the book trade.
ONIX = Edition("onix", ".onix.xml")
#: What is made beside an edition and put in place with it.
COMPANIONS = {PRINT: (COVER, PREFLIGHT), EPUB: (ONIX,)}
