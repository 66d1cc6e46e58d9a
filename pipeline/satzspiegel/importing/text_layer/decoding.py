"""The characters of a text file whose encoding nobody tells."""

from __future__ import annotations

import re
import unicodedata

from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, LimitSettings, Place, Severity

#: Characters in one file; a thousand printed pages have some three million.
LETTERS = 12_000_000
#: Form feeds in one file.
PAGES = 20_000
#: Eight-bit encodings of the last forty years, those seen most often first.
EIGHT_BIT = ("cp1252", "mac_roman", "cp850", "latin-1")
#: What German and French texts have beyond ASCII.
USUAL = frozenset("äöüÄÖÜßéèêàáâçñóíúîôë„“”»«‚‘’–—…§°†\u00a0\u00ad·•€ſ")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: What ends a line besides U+000A (Unicode, 5.8): NEL, VT, LS, PS.
LINE_END = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
#: A page's end inside a line ends the line too, so that no two lines have the same number.
PAGE_END = re.compile(r"(?<=[^\n])\f")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, name: str) -> str:
    """The text with lines ended by U+000A and pages by U+000C, in normal form C (Unicode annex 15).

    Raises :class:`ManuscriptError` for what is no text (``import-no-text``), empty
    (``import-empty``) or longer than any book (``import-text-too-long``).
    """
    if len(data) > 4 * LETTERS:
        raise _error("import-text-too-long", name)
    text = LINE_END.sub("\n", _characters(data, name))
    text = PAGE_END.sub("\n\f", text)
    if not text.strip():
        raise _error("import-empty", name)
    if len(CONTROL.findall(text)) > len(text) / 200 + 2:
        raise _error("import-no-text", name)
    text = unicodedata.normalize("NFC", CONTROL.sub(" ", text))
    if (
        len(text) > LETTERS
        or text.count("\f") > PAGES
        or _longest_line(text) > LimitSettings.paragraph
    ):
        raise _error("import-text-too-long", name)
    return text


def _characters(data: bytes, name: str) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    sample = data[:65536]
    if encoding := _sixteen_bit(sample):
        return data.decode(encoding, "replace")
    if sample.count(0) > len(sample) / 200:
        raise _error("import-no-text", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _nearly_utf8(data):
            return data.decode("utf-8", "replace")
        del error
    return data.decode(_eight_bit(data), "replace")


def _sixteen_bit(sample: bytes) -> str:
    """UTF-16 without a mark: in European texts every other byte is mostly zero."""
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.5 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 * half and odd < 0.05 * half else ""


def _nearly_utf8(data: bytes) -> bool:
    """Many letters of several bytes, few broken ones: UTF-8 that was damaged on its way."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not letter.isascii() for letter in text) - broken > 10 * broken


def _eight_bit(data: bytes) -> str:
    """The encoding in which most characters beyond ASCII are usual ones."""
    high = bytes(byte for byte in data[:1_000_000] if byte > 0x7F)

    def unusual(encoding: str) -> int:
        return sum(letter not in USUAL for letter in high.decode(encoding, "replace"))

    return min(EIGHT_BIT, key=unusual)


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def _error(code: str, name: str) -> ManuscriptError:
    return ManuscriptError(Finding(code, Severity.ERROR, Place(name)))
