"""What no rule may mend by itself: remarks on the words of one passage.

A5, D4, D10, E4, N7, Q4, Q5, W2, W3; and where a fix would be unsafe: A1, D1. Each pattern is
narrow on purpose: a remark on what is right costs the trust in those on what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from satzspiegel.model import Run, Severity
from satzspiegel.typography.guards import guarded
from satzspiegel.typography.passage import LONGEST_WORD, MASKS, Passage
from satzspiegel.typography.profiles import Profile, primary
from satzspiegel.typography.quotes import read_marks

#: Codes of remarks that only make sense beside those of the other passages.
FAMILY, UNMATCHED = "quotes-mixed", "quote-unmatched"

CONTRACTION = (
    "Wie|Wo|Was|Wer|Wenn|Ob|Dass|Weil|Als|Da|So|Wann|Warum|Hier|Jetzt|Nun|Er|Ich|Du|Sie|Es|Wir|"
    "Gibt|Geht|Ist|War|Hat|Kommt|Macht|Steht|Wird|Tut|Kann|Will|Soll|Muss|Mag|Nimm|Lass|Sag|Mach"
)
#: Names of businesses may have the apostrophe since 2024 (Amtliche Regeln, § 97).
BUSINESS = re.compile(
    r"[ \u00a0](?:[A-ZÄÖÜ][\w-]*)?(?:[Ll]aden|[Bb]ar|[Cc]afé|[Ii]mbiss|[Ss]hop|"
    r"[Ss]alon|[Ff]riseur|[Bb]istro|[Kk]iosk|[Ee]cke?|[Ss]tube|[Mm]arkt|[Rr]estaurant|"
    r"[Pp]izzeria|[Gg]rill|[Kk]üche|[Bb]äckerei|[Kk]neipe|[Pp]ub|[Bb]uchhandlung|[Bb]outique|[Hh]aarstudio|[Ss]tudio|"
    r"[Gg]asthaus|[Bb]ude|[Dd]iner|[Ww]erkstatt|[Aa]telier)\b"
)
ENGLISH_NAMES = (
    "McDonald|Levi|Lloyd|Sotheby|Christie|Moody|Macy|Harrod|Reader|Women|Men|King|Queen|People|"
    "Children|St|Murphy|Foyle|Wendy|Domino|Kellogg|Schindler|Finnegan|Gulliver|Hobson|Today"
)
APOSTROPHE_S = re.compile(
    rf"(?<![\w’'.-])(?!(?:{CONTRACTION}|{ENGLISH_NAMES})['’])([A-ZÄÖÜ][\w-]*)['’]s(?![\w’'])"
)
WRONG_APOSTROPHE = re.compile(r"(?<=[^\W\d])([‘‚])(?=[^\W\d])")
ROUTE = re.compile(
    r"\b(?:Strecken?|(?:Bahn|Flug|Zug|Schiffs)?[Ll]inien?|Routen?|(?:Auto)?[Bb]ahn|Flug|Zug|"
    r"Verbindung|Fahrt|Achse|Spiel|Partie|Begegnung)[ \u00a0]"
    r"(?P<from>[A-ZÄÖÜ][a-zäöüß]+)-(?P<to>[A-ZÄÖÜ][a-zäöüß]+)(?![\w-])"
)
FROM_TO = re.compile(
    r"\b(?P<word>[Vv]on|[Zz]wischen)[ \u00a0](?P<low>\d[\d.]*)[–-](?P<high>\d(?:[\d.]*\d)?)"
    r"(?![\w–-])"
)
HANGING = re.compile(
    r"(?<![\w-])(?P<before>[^\W\d_]+)(?:(?P<tail>-) | -)(?P<after>[^\W\d_]{2,})(?![\w-])"
)
#: Beside these a hyphen stands for a part left out: Ein- und Ausfuhr, Eingang oder -ausgang.
SUSPENDING = frozenset(
    ("und", "oder", "bis", "sowie", "bzw", "beziehungsweise", "u", "statt", "als", "wie", "noch",
     "aber", "zu", "auch", "nicht")
)  # fmt: skip
FOUR_POINTS = re.compile(r"(?<![.…])(?:…\.|\.{4})(?![.…])")
DOTTED = re.compile(r"(?<![\w.,/-])[1-9]\d{0,2}(?:\.\d{3})+(?![\w/-]|[.,]\d)")
#: Five digits and a capital may be a postcode; what is counted, measured or paid is sure.
UNGROUPED = re.compile(
    r"(?<![\w.,/:–-])[1-9]\d{4,8}(?=[ \u00a0\u202f]?(?:[%‰€]|"
    r"(?:Euro|Mark|Franken|Dollar|Rubel|Menschen|Einwohner|Exemplare|Mitglieder|Seiten|Wörter|Tonnen|Kilometer|Meter|km|m|ha|t|kg)(?!\w)))"
)
#: Behind these a number only names something.
NUMBERED = re.compile(r"(?:Nr|Nummer|Inv|Sign|Signatur|Az|Konto|Kennziffer|Code|PLZ)\.?[ \u00a0]$")
DOUBLED = re.compile(r"(?<![\w-])([^\W\d_]{2,})([ \u00a0])\1(?![\w-])")
#: Words that rightly meet themselves: pronoun and article, emphasis, names.
MEETING = frozenset(
    ("der", "die", "das", "den", "dem", "sie", "sehr", "viel", "ganz", "so", "ja", "nein", "na",
     "ha", "bla", "Bla", "Baden", "Duran", "Bora", "Pago", "Boutros", "was", "wer", "wie", "ihr",
     "sich", "nie", "hin", "her", "weit", "lange", "tief", "hoch", "bald", "alle")
)  # fmt: skip
LOOSE_PUNCTUATION = re.compile(r"(?<=[\w”“«»)\]])[ \u00a0]([,;:!?]|\.(?![\w.]))(?=\s|$|[)\]“«»”])")
MISSING_SPACE = re.compile(
    r"(?<=[a-zäöüß]),(?=[A-Za-zÄÖÜäöü])|(?<=[a-zäöüß]{3})\.(?=[A-ZÄÖÜ][a-zäöüß]{2,}[ ,])"
)
WORD = re.compile(rf"[^\s{MASKS}]+")
INNER_SPACE = re.compile(r"(?<=\()[ \u00a0](?=\w)|(?<=\w)[ \u00a0](?=\))")


@dataclass(frozen=True)
class Remark:
    """Something to look at: where it begins among the characters of the runs, and its words."""

    at: int
    code: str
    rule: str
    words: str
    instead: str = ""
    severity: Severity = Severity.HINT
    more: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """What a finding says of it."""
        return {"rule": self.rule, "words": self.words, "instead": self.instead, **self.more}


def remarks(runs: Sequence[Run], profile: Profile) -> list[Remark]:
    """The remarks on a passage as typed, in reading order. Other languages are left alone."""
    passage = Passage(runs)
    passage.guard(guarded(passage.text))
    found: list[Remark] = []
    for language in passage.languages:
        if primary(language) == "de":
            view = passage.view(language)
            found += (remark for lint in LINTS for remark in lint(view, profile))
    return sorted(found, key=lambda remark: remark.at)


def _mended(text: str, start: int, end: int, instead: str) -> tuple[int, str, str]:
    """The whole words around a range, as they are and with the range replaced."""
    before = text[max(0, start - LONGEST_WORD) : start]
    first = start - _word_length(before[::-1])
    last = end + _word_length(text[end : end + LONGEST_WORD])
    return first, text[first:last], text[first:start] + instead + text[end:last]


def _word_length(text: str) -> int:
    """How many characters of a word a text begins with."""
    match = WORD.match(text)
    return match.end() if match else 0


def apostrophes(text: str, profile: Profile) -> Iterator[Remark]:
    """A5: no apostrophe before the s of plural and genitive. A1: the wrong sign."""
    for match in APOSTROPHE_S.finditer(text):
        if not BUSINESS.match(text, match.end()):
            at, words = match.start(), match[0]
            yield Remark(at, "apostrophe-superfluous", "A5", words, f"{match[1]}s")
    for match in WRONG_APOSTROPHE.finditer(text):
        at, words, instead = _mended(text, match.start(), match.end(), "’")
        yield Remark(at, "apostrophe-wrong", "A1", words, instead, Severity.WARNING)


def routes(text: str, profile: Profile) -> Iterator[Remark]:
    """D4: from place to place, or one against the other."""
    for match in ROUTE.finditer(text):
        words = f"{match['from']}-{match['to']}"
        instead = words.replace("-", "–")
        yield Remark(match.start("from"), "route-hyphen", "D4", words, instead)


def from_to(text: str, profile: Profile) -> Iterator[Remark]:
    """D10: »von« wants »bis«, »zwischen« wants »und«."""
    for match in FROM_TO.finditer(text):
        until = "und" if match["word"].lower() == "zwischen" else "bis"
        instead = f"{match['word']} {match['low']} {until} {match['high']}"
        yield Remark(match.start(), "range-after-von", "D10", match[0], instead)


def tight_dashes(text: str, profile: Profile) -> Iterator[Remark]:
    """D1: a hyphen with a space on one side only: a dash, or a word torn apart?"""
    for match in HANGING.finditer(text):
        if match["after" if match["tail"] else "before"] not in SUSPENDING:
            instead = f"{match['before']} – {match['after']}"
            yield Remark(match.start(), "hyphen-as-dash", "D1", match[0], instead)


def four_points(text: str, profile: Profile) -> Iterator[Remark]:
    """E4: the points of omission take the full stop in."""
    for match in FOUR_POINTS.finditer(text):
        at, words, instead = _mended(text, match.start(), match.end(), "…")
        yield Remark(at, "four-points", "E4", words, instead)


def thousands(text: str, profile: Profile) -> Iterator[Remark]:
    """N7: thousands parted by points, or not at all where the number is surely a quantity."""
    for match in DOTTED.finditer(text):
        digits = match[0].replace(".", "")
        instead = match[0].replace(".", profile.grouping if len(digits) > 4 else "")
        yield Remark(match.start(), "thousands-dotted", "N7", match[0], instead)
    for match in UNGROUPED.finditer(text):
        if not NUMBERED.search(text[max(0, match.start() - 24) : match.start()]):
            instead = f"{int(match[0]):,}".replace(",", profile.grouping)
            yield Remark(match.start(), "thousands-ungrouped", "N7", match[0], instead)


def doubled_words(text: str, profile: Profile) -> Iterator[Remark]:
    """W2: the same word twice."""
    for match in DOUBLED.finditer(text):
        if match[1] not in MEETING:
            yield Remark(match.start(), "word-doubled", "W2", match[0], match[1], Severity.WARNING)


def spaces(text: str, profile: Profile) -> Iterator[Remark]:
    """W3: no space before punctuation, one behind it, none inside brackets."""
    for pattern, instead in ((LOOSE_PUNCTUATION, ""), (INNER_SPACE, "")):
        for match in pattern.finditer(text):
            first = text.rfind(" ", 0, match.start()) + 1
            last = text.find(" ", match.start() + 1)
            words = text[first : last if last > 0 else len(text)]
            mended = words.replace(text[match.start()], instead, 1)
            yield Remark(first, "space-superfluous", "W3", words, mended)
    for match in MISSING_SPACE.finditer(text):
        at, words, mended = _mended(text, match.start(), match.end(), f"{match[0]} ")
        yield Remark(at, "space-missing", "W3", words, mended)


def quotation_marks(text: str, profile: Profile) -> Iterator[Remark]:
    """Q4, Q5: the families used, and marks without a match; the caller compares passages."""
    families, unmatched = read_marks(text, profile)
    for at, family in families:
        _, words, _ = _mended(text, at, at + 1, "")
        yield Remark(at, FAMILY, "Q4", words, more={"family": family})
    for at, opens in unmatched:
        _, words, _ = _mended(text, at, at + 1, "")
        more = {"opens": "yes" if opens else ""}
        yield Remark(at, UNMATCHED, "Q5", words, severity=Severity.WARNING, more=more)


Lint = Callable[[str, Profile], Iterator[Remark]]
LINTS: tuple[Lint, ...] = (
    apostrophes,
    routes,
    from_to,
    tight_dashes,
    four_points,
    thousands,
    doubled_words,
    spaces,
    quotation_marks,
)
