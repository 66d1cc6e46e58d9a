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
EDITIONS = (PDF, EPUB, HTML)
#: The cover and the print shop's sheet: made beside the print edition.
COVER = Edition("cover", "-cover.pdf")
PREFLIGHT = Edition("preflight", "-preflight.pdf")
#: The record for the book trade: made beside the EPUB, and put in place with it.
ONIX = Edition("onix", ".onix.xml")
