"""Dashes, ranges, minus signs (D1–D6) and points of omission (E1–E3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from satzspiegel.typography.passage import MASKS, Edit
from satzspiegel.typography.profiles import NARROW, NO_BREAK, Profile

DASH, MINUS, ELLIPSIS = "–", "−", "…"
SPACE = "[ \u00a0\u202f]"
#: A hyphen, two or three of them, or a dash between spaces; what follows may be punctuation.
SPACED_DASH = re.compile(rf"(?<=\S){SPACE}(?:-{{1,3}}|[–—])(?:(\s)|(?=[,;:.!?)\]“”«»‘’\"'…]))")
EM_DASH = re.compile(r"(?<=[^\W\d_])—(?=[^\W\d_])")
DOUBLE_HYPHEN = re.compile(r"(?<=\w)--(?=\w)")
#: Behind these a hyphen between spaces is arithmetic.
SUM = re.compile(rf"\d{SPACE}-{SPACE}\d[\d.,]*{SPACE}?=")
#: Two plain numbers, whole or with a comma, or ordinals, that a hyphen joins.
NUMBER = r"\d+(?:\.\d{3})*(?:,\d+)?"
RANGE = re.compile(rf"(?<![\w.,/:–−-])({NUMBER})(\.?)(?:-{{1,2}})({NUMBER})(\2)(?![\w/:-]|[.,]\d)")
BRACKETED_YEARS = re.compile(r"(?<=[(\[])(\d{3,4}) ?- ?(\d{3,4})(?=[)\],;])")
#: A model or a shelf mark, not a quantity: capitals, then the number.
CODE_BEFORE = re.compile(
    r"(?:^|[\s(])(?:[A-ZÄÖÜ]{1,6}|[A-Z][\w/-]*\d|Boeing|Airbus|Typ|Modell|Signatur|Akte|Az\.|Sign\.|"
    r"Hausnummer|Postfach|Kennziffer|Kennung|Code|Passwort|PLZ|ISBN|ISSN)[ \u00a0\u202f]$"
)
YEARS = range(1000, 2101)
UNITS_OF_MINUS = r"(?:°C|°F|°|K|%|‰|Grad|Prozent|m|km|cm|mm|kg|g|€|Euro|EUR|CHF|DM|V|dB)"
MINUS_SIGN = re.compile(
    rf"(?<![\w.,)\]–−-])[-–](?=\d[\d.,]*{SPACE}?{UNITS_OF_MINUS}(?!\w))"
    rf"|(?<![\w.,)\]–−-])[-–](?=\d[\d.,]* bis [-–−+]?\d[\d.,]*{SPACE}?(?:°C|°F|°|Grad)(?!\w))"
)
CURRENCY = r"€|Euro|EUR|DM|RM|M|Mark|CHF|Fr\.|Franken|S|öS"
PRICE = re.compile(
    rf"(?<![\w.,])(\d[\d.]*),[-–—]{{1,2}}(?:({SPACE}?)({CURRENCY})(?!\w)|(?=[\s.;:!?)]|$))"
)
SWISS_PRICE = re.compile(r"(?<=\d)\.(?:-{1,2}|–|—)(?=[\s,;:!?)]|$)")
WORDS_OF_MONEY = ("Euro", "Mark", "Franken")

BRACKETED_POINTS = re.compile(r"(?<=\[)[ \u00a0]?(?:\.\.\.|…)[ \u00a0]?(?=\])|(?<=\()\.\.\.(?=\))")
POINTS = re.compile(r"(?<![.…])\.\.\.(?![.…/\\])")
SPACED_POINTS = re.compile(r"(?<=[^\s.])( )(?:…|\.\.\.)(?![.…/\\])")


def ellipses(text: str, profile: Profile) -> Iterator[Edit]:
    """E1–E3: three points are one sign; a space before it does not break."""
    for match in BRACKETED_POINTS.finditer(text):
        yield Edit(match.start(), match.end(), ELLIPSIS, "E3")
    for match in POINTS.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else ""
        if before.isdigit() and text[end : end + 1].isdigit():
            continue
        if BRACKETED_POINTS.match(text, start) or BRACKETED_POINTS.match(text, start - 1):
            continue
        word = before.isalpha() or (before != "" and before in MASKS)
        yield Edit(start, end, ELLIPSIS, "E2" if word else "E1")


def ellipsis_spaces(text: str, profile: Profile) -> Iterator[Edit]:
    """E1: omitted words keep to the word before them."""
    for match in SPACED_POINTS.finditer(text):
        yield Edit(match.start(1), match.end(1), NO_BREAK, "E1")


def spaced_dashes(text: str, profile: Profile) -> Iterator[Edit]:
    """D1, D2: a dash between words, its first space without a break."""
    if "-" not in text and "–" not in text and "—" not in text:
        return
    for match in SPACED_DASH.finditer(text):
        if SUM.match(text, match.start() - 1):
            continue
        rule = "D2" if "—" in match[0] else "D1"
        yield Edit(match.start(), match.end(), f"{NO_BREAK}{DASH}{match[1] or ''}", rule)
    for match in EM_DASH.finditer(text):
        yield Edit(match.start(), match.end(), f"{NO_BREAK}{DASH} ", "D2")


def ranges(text: str, profile: Profile) -> Iterator[Edit]:
    """D3: from … to, between two plain numbers of which the first is the smaller."""
    if "-" not in text:
        return
    for match in RANGE.finditer(text):
        start, end = match.end(2), match.start(3)
        if _is_range(match[1], match[3]) and not _is_code(text, match):
            yield Edit(start, end, DASH, "D3")
    for match in BRACKETED_YEARS.finditer(text):
        if int(match[1]) < int(match[2]) and text[match.end(1)] == " ":
            yield Edit(match.end(1), match.start(2), DASH, "D3")
    for match in DOUBLE_HYPHEN.finditer(text):
        if not (text[match.start() - 1].isdigit() and text[match.end()].isdigit()):
            yield Edit(match.start(), match.end(), DASH, "D1")


def _is_range(first: str, last: str) -> bool:
    """Whether the first number is smaller: ``1914-18`` counts on from the first's digits."""
    low, high = _value(first), _value(last)
    if last.startswith("0") and len(last) > 1 and not last.startswith("0,"):
        return len(first) == 4 and len(last) == 2 and int(first) < 1990 and low % 100 < high
    if len(first) == 4 and len(last) == 2 and "," not in first + last:
        month = int(first) >= 1990 and high <= 12
        return low % 100 < high and not month
    return low < high


def _value(number: str) -> float:
    return float(number.replace(".", "").replace(",", "."))


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Whether the numbers belong to a name: not two years, and behind capitals."""
    if all(number.isdigit() and int(number) in YEARS for number in (match[1], match[3])):
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    return bool(CODE_BEFORE.search(before)) and not before.endswith(("S ", "S\u202f"))


def minus_signs(text: str, profile: Profile) -> Iterator[Edit]:
    """D5: a minus before a number with its unit."""
    if "-" in text or "–" in text:
        for match in MINUS_SIGN.finditer(text):
            yield Edit(match.start(), match.end(), MINUS, "D5")


def prices(text: str, profile: Profile) -> Iterator[Edit]:
    """D6: the dash for the pennies."""
    if ",-" not in text and ",–" not in text and ".-" not in text and ",—" not in text:
        return
    for match in PRICE.finditer(text):
        money = match[3] or ""
        gap = "" if not money else NO_BREAK if money in WORDS_OF_MONEY else NARROW
        yield Edit(match.start(), match.end(), f"{match[1]},{DASH}{gap}{money}", "D6")
    if profile.swiss:
        for match in SWISS_PRICE.finditer(text):
            yield Edit(match.start(), match.end(), f".{DASH}", "D6")
