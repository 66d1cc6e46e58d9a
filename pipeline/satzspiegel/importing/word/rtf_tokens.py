"""Rich Text Format as tokens (RTF specification 1.9.1, »Conventions of an RTF reader«)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    rb"\\([a-zA-Z]+)(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)"
)
#: Characters that have control words and symbols.
CHARACTERS = {
    "par": "\n", "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "~": "\u00a0", "-": "\u00ad", "_": "\u2011",
    "\\": "\\", "{": "{", "}": "}",
}  # fmt: skip
#: Groups that hold no text of the document.
SILENT = frozenset([
    "fonttbl", "colortbl", "filetbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl",
    "generator", "info", "themedata", "colorschememapping", "latentstyles", "datastore",
    "xmlnstbl", "nonshppict", "shpinst", "bkmkstart", "bkmkend", "pntext", "pgdsctbl",
    "datafield", "objdata", "objclass", "revtbl", "xe", "tc", "tcn", "wgrffmtfilter", "mmathPr",
    "picprop", "sp", "private", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "atrfstart",
    "atrfend", "atnid", "atndate", "atnref", "atnparent",
])  # fmt: skip
#: Groups of ``\\info`` that are metadata.
INFO = ("title", "author", "subject", "keywords", "doccomm")
#: Languages by their numbers ([MS-LCID] 2.2), those that books quote.
LANGUAGES = {
    1031: "de-DE", 2055: "de-CH", 3079: "de-AT", 1033: "en-US", 2057: "en-GB", 1036: "fr-FR",
    1040: "it-IT", 1034: "es-ES", 3082: "es-ES", 1142: "la", 1043: "nl-NL", 1032: "el-GR",
    1049: "ru-RU", 1045: "pl-PL", 1029: "cs-CZ", 1030: "da-DK", 1053: "sv-SE", 1037: "he-IL",
}  # fmt: skip
RUNNING = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
#: Groups marked as ignorable that are read all the same.
READ = frozenset(["footnote", "annotation", "fldinst", "shppict", "atnauthor", "shptxt"])
#: Groups whose end means something.
GROUPS = READ | {"pict", "listtext", *RUNNING}


@dataclass(frozen=True)
class Token:
    """A control word with its number, a bracket, or bytes of text in the file's code page."""

    word: str = ""
    number: int | None = None
    text: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file, without its line ends, which mean nothing."""
    for match in TOKEN.finditer(data):
        word, number, code, symbol, bracket, text = match.groups()
        if word is not None:
            yield Token(word.decode(), int(number) if number else None)
        elif code is not None:
            yield Token(text=bytes([int(code, 16)]))
        elif symbol is not None:
            yield Token(symbol.decode("latin-1"))
        elif bracket is not None:
            yield Token(bracket.decode())
        else:
            yield Token(text=text)
