"""Numbers with what belongs to them (N5–N10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from satzspiegel.typography.passage import Edit
from satzspiegel.typography.profiles import NARROW, NO_BREAK, Profile
from satzspiegel.typography.words import CAPITALS, SENTENCE_OPENERS

SPACES = "[ \u00a0\u202f]"
DIGIT = re.compile(r"\d")
#: Unit symbols (SI, DIN 1301) that may stand right behind the number as typed.
ATTACHED = (
    "km/h", "m/s", "km²", "km", "cm²", "cm³", "cm", "mm²", "mm", "m²", "m³", "dm", "µm", "μm",
    "nm", "m",
    "ha", "kg", "mg", "µg", "g", "t", "hl", "dl", "cl", "ml", "l", "°C", "°F", "kWh", "MWh", "GWh",
    "kW", "MW", "GW", "kV", "Hz", "kHz", "MHz", "GHz", "kB", "KB", "MB", "GB", "TB", "min", "h",
    "ms", "kJ", "MJ", "kcal", "kPa", "hPa", "kN", "dB", "dpi", "ppm", "px", "pt", "mol",
    "€", "£", "¥", "$", "EUR", "CHF", "DM", "RM", "USD", "GBP", "Pf", "Mbit/s", "Gbit/s",
)  # fmt: skip
#: Letters that are too short to be sure of without the space.
SPACED = ("s", "V", "W", "A", "J", "N", "K", "Pa", "bar", "lx", "lm", "Ω", "VA", "PS", "sm")
#: Abbreviated numerals are words.
NUMERALS = ("Mio.", "Mrd.", "Tsd.", "Bio.")
NUMBER = r"(?<![\w.,])\d(?:[\d.,’\u202f\u00a0]*\d)?"


def _any(units: tuple[str, ...]) -> str:
    return "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))


#: Not the beginning of a word, a path or an abbreviation (s. o.).
UNIT_END = r"(?![\w²³/-]|\.[\w\u202f]|\. \w\.)"
UNIT = re.compile(
    rf"(?<=[\d½¼¾])(?:({SPACES}?)(?=(?:{_any(ATTACHED)}){UNIT_END})"
    rf"|({SPACES})(?=(?:{_any(SPACED)}){UNIT_END})|({SPACES})(?=(?:{_any(NUMERALS)})))"
)
#: A number that is no quantity: that of a reference, or part of a name.
NO_QUANTITY = re.compile(r"(?:[.§]\u202f[\d–-]*|[^\W\d]\d+)$")
CURRENCY_FIRST = re.compile(rf"(?<!\w)([€$£¥])({SPACES}?)(?=\d)")
PERCENT = re.compile(rf"(?<=[\d½¼¾])({SPACES}?)(?=[%‰](?![\w-]*[^\W_]))")
GROUPS = re.compile(
    r"(?<![\d.,\u202f’'/+-])(?!0)\d{1,3}(?:([ \u00a0\u202f’'])\d{3})(?:\1\d{3})*(?![\d])"
)
GROUPING = re.compile(r"[ \u00a0\u202f’']")
MONTHS = (
    "Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|"
    "Dezember"
)
SHORT_MONTHS = r"(?:Jan|Jän|Feb|Febr|Apr|Aug|Sept|Sep|Okt|Nov|Dez)\."
DAY = re.compile(
    rf"(?<![\w.,])(\d{{1,2}})\.({SPACES}?)(?=(?:{MONTHS})(?:s|es)?(?!\w)|{SHORT_MONTHS})"
)
DATE = re.compile(
    rf"(?<![\w.,])(\d{{1,2}})\.({SPACES})(\d{{1,2}})\.({SPACES})(?=(?:\d{{4}}|\d\d)(?![\w.]))"
)
SHORT_DATE = re.compile(
    rf"(?<=[mMsnr] )(?<![\w.])(\d{{1,2}})\.({SPACES})(\d{{1,2}})\.(?=\s|[,;)])(?! ?\d)"
)
BEFORE_DATE = re.compile(r"\b(?:[Aa]m|[Vv]om|[Zz]um|[Dd]en|[Dd]em|[Dd]er|[Ss]eit|[Bb]is)[ \u00a0]$")
ORDINAL = re.compile(
    rf"(?<![\w.,/:–-])(\d{{1,2}}|(?=[IVX])X{{0,3}}(?:IX|IV|V?I{{0,3}}))\.({SPACES})"
    rf"(?=([{CAPITALS}][\w-]*))"
)
#: An ordinal stands behind a determiner or preposition, perhaps with an adjective, a genitive, or
#: at the beginning; behind anything else the full stop may end a sentence.
DETERMINER = (
    r"(?:[Dd](?:er|ie|as|em|en|es)|[Ii][mn]|[Aa][mn]|[Vv]o[mnr]|[Zz]u[mr]?|[Bb]eim?|[Ii]ns|[Aa]ufs?|"
    r"[Nn]ach|[Ss]eit|[Bb]is|[Aa]b|[Uu]nd|[Ss]owie|[Uu]m|[Uu]nter|[Üü]ber|[Ff]ürs?|[Mm]it|[Aa]us|"
    r"[Gg]egen|[Ww]ährend|[Zz]wischen|[Oo]der|"
    r"(?:[Ee]in|[Kk]ein|[MmDdSs]ein|[Ii]hr|[Uu]nser|[Ee]uer|[Dd]ies|[Jj]en|[Jj]ed|[Ww]elch|[Jj]edwed)"
    r"(?:e[mnrs]?)?)"
)
BEFORE_ORDINAL = re.compile(
    rf"(?:^|[(\[„‚»«›“‘\"—;:,/]\s?|[–]\s|\n|\b{DETERMINER}[ \u00a0]"
    rf"|\b{DETERMINER}[ \u00a0][\w-]+(?:e[mnrs]?|’sche[mnrs]?)[ \u00a0]"
    rf"|[{CAPITALS}][\w-]+(?:s|’)[ \u00a0])$"
)
#: Behind these the number is a name of its own, and the full stop ends the sentence.
COUNTED = re.compile(
    r"(?:Seiten?|Kapiteln?|B[aä]nden?|Absatz|Nummern?|Artikeln?|Punkt|Zeilen?|Anmerkung|Noten?|"
    r"Heft|Paragra(?:ph|f)|Jahre?|Abschnitt|Teil|Vers|Spalte|Blatt|Abbildung|Tabelle|Uhr|Platz|"
    r"Nr\.|S\.|Bd\.|Abb\.|Kap\.|Tab\.|Anm\.|Art\.|§)"
    r"[ \u00a0\u202f](?:\d+[ \u00a0](?:und|bis|oder)[ \u00a0])?$"
)
TIMES = re.compile(rf"(?<=\d)({SPACES})([x×])({SPACES})(?=\d)")
TIMES_JOINED = re.compile(
    rf"(?<![\w.,×])[1-9]\d*(?:,\d+)?(?:[x×]\d+(?:,\d+)?)+(?={SPACES}?(?:{_any(ATTACHED)}|Pixel|Zentimeter|"
    r"Meter|Millimeter)(?!\w))"
)


def units(text: str, profile: Profile) -> Iterator[Edit]:
    """N5: a number and its unit."""
    if not DIGIT.search(text):
        return
    for match in UNIT.finditer(text):
        if match.start() == match.end() and _refers(text, match.start()):
            continue
        gap = NO_BREAK if match.start(3) >= 0 else NARROW
        yield Edit(match.start(), match.end(), gap, "N5")
    for match in CURRENCY_FIRST.finditer(text):
        yield Edit(match.start(2), match.end(2), NARROW, "N5")


def _refers(text: str, at: int) -> bool:
    """Whether the number before ``at`` is no quantity: S. 12m, § 5g, A3h."""
    return bool(NO_QUANTITY.search(text[max(0, at - 16) : at]))


def percents(text: str, profile: Profile) -> Iterator[Edit]:
    """N6: percent and per mille, but not in derivations (20%ig)."""
    if "%" in text or "‰" in text:
        for match in PERCENT.finditer(text):
            yield Edit(match.start(), match.end(), NARROW, "N6")


def thousands(text: str, profile: Profile) -> Iterator[Edit]:
    """N7: groups of digits, from five digits on."""
    if not DIGIT.search(text):
        return
    for match in GROUPS.finditer(text):
        digits = GROUPING.sub("", match[0])
        swiss_typed = match[1] in "'’"
        if swiss_typed and not profile.swiss:
            continue
        if len(digits) >= 5 or (swiss_typed and profile.swiss):
            yield Edit(match.start(), match.end(), GROUPING.sub(profile.grouping, match[0]), "N7")


def dates(text: str, profile: Profile) -> Iterator[Edit]:
    """N8: day and month."""
    if not DIGIT.search(text):
        return
    for match in DAY.finditer(text):
        if 1 <= int(match[1]) <= 31:
            yield Edit(match.start(2), match.end(2), NO_BREAK, "N8")
    for match in DATE.finditer(text):
        if 1 <= int(match[1]) <= 31 and 1 <= int(match[3]) <= 12:
            yield Edit(match.start(2), match.end(2), NARROW, "N8")
            yield Edit(match.start(4), match.end(4), NARROW, "N8")
    for match in SHORT_DATE.finditer(text):
        valid = 1 <= int(match[1]) <= 31 and 1 <= int(match[3]) <= 12
        if valid and BEFORE_DATE.search(text[: match.start()][-8:]):
            yield Edit(match.start(2), match.end(2), NARROW, "N8")


def ordinals(text: str, profile: Profile) -> Iterator[Edit]:
    """N9: an ordinal and its noun."""
    for match in ORDINAL.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if not match[1] or match[3] in SENTENCE_OPENERS or COUNTED.search(before):
            continue
        if DAY.match(text, match.start()):
            continue
        roman = not match[1][0].isdigit()
        if (roman and len(match[1]) == 1) or (not roman and not int(match[1])):
            continue
        if BEFORE_ORDINAL.search(before) if not roman else True:
            yield Edit(match.start(2), match.end(2), NO_BREAK, "N9")


def times(text: str, profile: Profile) -> Iterator[Edit]:
    """N10: the sign of multiplication."""
    if "x" not in text and "×" not in text:
        return
    for match in TIMES.finditer(text):
        yield Edit(match.start(), match.end(), f"{NARROW}×{NARROW}", "N10")
    for match in TIMES_JOINED.finditer(text):
        written = re.sub("[x×]", f"{NARROW}×{NARROW}", match[0])
        yield Edit(match.start(), match.end(), written, "N10")
