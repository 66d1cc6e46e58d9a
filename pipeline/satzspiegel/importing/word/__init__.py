"""Word files, DOCX, ODT and RTF, → a draft of the manuscript.

The file is read twice. Pandoc reads a skeleton of it, for lists, tables and headings
(:mod:`.skeleton`); the letters with their looks, notes, comments and pictures are read from the XML
itself (:mod:`.ooxml`, :mod:`.odf`), because Pandoc keeps no sizes, alignments and languages and
loses some text. Of RTF it loses notes and letters, so that is read without it (:mod:`.rtf`).
:mod:`.assembly` puts both together and undoes what was typed by hand.
"""

from __future__ import annotations

from satzspiegel.importing.draft import Draft, Options
from satzspiegel.importing.word.archive import OLE, Archive, old_format, refused
from satzspiegel.importing.word.assembly import assembled
from satzspiegel.importing.word.odf import is_flat, read_flat, read_odt
from satzspiegel.importing.word.ooxml import read_docx
from satzspiegel.importing.word.rtf import is_rtf, read_rtf
from satzspiegel.importing.word.skeleton import read_bones
from satzspiegel.importing.word.source import Source
from satzspiegel.manuscript.limits import too_deep
from satzspiegel.model import Place

__all__ = ["read_word"]

ZIP = b"PK\x03\x04"
#: The entries that tell the two packages from each other and from other archives.
DOCX, ODT = "[Content_Types].xml", "content.xml"


def read_word(data: bytes, name: str, options: Options) -> Draft:
    """The draft of a DOCX, ODT (also flat) or RTF; the data say which it is.

    Raises :class:`ManuscriptError` for what is none of them, is encrypted, broken or too large.
    """
    try:
        return _read(data, name, options)
    except RecursionError as error:
        raise too_deep(Place(name)) from error


def _read(data: bytes, name: str, options: Options) -> Draft:
    if is_rtf(data):
        return read_rtf(data, name, options)
    source = _source(data, name, options)
    bones = read_bones(
        source.skeleton, source.form, Place(name), len(source.notes), len(source.paragraphs)
    )
    return assembled(source, bones, options)


def _source(data: bytes, name: str, options: Options) -> Source:
    if data.startswith(OLE):
        raise old_format(data, name)
    if is_flat(data):
        return read_flat(data, name, options)
    if not data.startswith(ZIP):
        raise refused("import-word-unknown", name)
    archive = Archive(data, name)
    if DOCX in archive.sizes:
        return read_docx(archive, options)
    if ODT in archive.sizes:
        return read_odt(archive, options)
    raise refused("import-word-unknown", name)
