"""Citations as authors write them in notes: how many sources, and where their titles are.

Notes are prose, so nothing here is certain. :func:`sources` counts only what has the form of a
citation from its author to its imprint or page; :func:`cites` is content with any trace of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


def word_set(words: str) -> frozenset[str]:
    """A set of words from a text."""
    return frozenset(words.split())


UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĽŁŃŇŐŒŔŘŚŞŠŤŪŮŰŲŹŻŽ"
#: All of a word or nothing: else hyphens, which also part the places of an imprint, make many ways.
WORD = rf"[{UPPER}][\w’'-]*+\.?+"
PARTICLE = r"(?:von|van|der|den|dem|zu|zur|vom|de|del|della|di|da|dos|la|le|du|ten|ter|y|e|i)"
SURNAME = rf"{WORD}(?:\s(?:{PARTICLE}\s)*{WORD})*"
FORENAMES = rf"{WORD}(?:\s(?:{WORD}|{PARTICLE}))*"
INVERTED = rf"(?:{PARTICLE}\s)*{SURNAME},\s{FORENAMES}"
EDITOR = r"(?:\s?\((?:Hrsg|Hg|hrsg|hg|ed|eds|Ed|Eds)\.\))?"
#: »Kühn, Michael:«, »Wagner, Daniela/Perez Molina, Rosa:«
INVERTED_HEAD = re.compile(rf"{INVERTED}(?:\s?[/;]\s?{INVERTED})*{EDITOR}$")
#: »Michael Kühn:«, »Silberhorn:«, »Berger/Luckmann (Hrsg.):«, »Ders.:«
PLAIN_HEAD = re.compile(
    rf"(?:{SURNAME}(?:(?:\s?/\s?|,\s|\sund\s|\su\.\s){SURNAME})*(?:\su\.\s?a\.)?{EDITOR}"
    r"|[Dd](?:ers|ies)\.)$"
)
#: Capitals that begin no name.
NO_NAMES = word_set("""
    Siehe Vgl. Vergleiche So Zur Zum Zu Der Die Das Den Dem Des Dort Hier In Im Ein Eine Auch Nach
    Bei Für Über Mit Aus Von Vom Seine Ihr Ihre Dazu Dagegen Anders Ähnlich Ebenso Original Zitat
    Hinweis Wörtlich Übersetzung Deutsch Englisch Französisch Spanisch Italienisch Russisch Etwa
    Lateinisch Anmerkung Beispiel Quelle Quellen Ebd. Ebenda Abbildung Vorwort Nachwort Kritisch
    Zusammenfassend Ausführlich Ausführlicher Zitiert Zit. Hierzu Hervorhebung Genauer Kurz Ferner
    Außerdem Zuletzt Zuerst Weitere Weiterführend Grundlegend Literatur
""")
NO_NAME = f"(?:{'|'.join(map(re.escape, sorted(NO_NAMES)))})"
#: What may stand before the author of a citation.
LEAD_IN = re.compile(
    r"(?:^|[(\s])(?:siehe|vgl\.|vergleiche|s\.|nach|bei|auch|dazu|etwa|so|dagegen|anders|ferner"
    r"|außerdem|ebenso|ähnlich|zuletzt|zuerst|ausführlich|hierzu|cf\.|see|[a-zäöü]+:)\s*$",
    re.IGNORECASE,
)
WITHIN = re.compile(r"(?:^|[\s,(])[Ii]n:?\s*$")
#: So many characters before a colon are looked at for its author, before a page for what counts it.
LONGEST = 200
NAME_START = re.compile(r"(?:^|(?<=[\s(/]))\S+")
COLON = re.compile(r":(?=\s+\S)")
#: A place and a year, as at the end of a citation: », Frankfurt am Main 1991«.
IMPRINT = re.compile(
    rf",\s(?:zuerst\s)?{WORD}(?:(?::?\s|/|-|–)(?:{WORD}|am|an|der|bei|im|und|[au]\.|de|la|del))*"
    r",?\s(?:um\s)?(?:1[4-9]|20)\d\d\b"
)
PAGE = re.compile(r"(?<!\w)(?:S|Sp|Bl|fol|Kap|Nr|Bd|Rn|Z)\.\s?\d")
PAGES = re.compile(rf"{PAGE.pattern}[\d\u202f .,–/-]*f{{0,2}}")
LOCATION = re.compile(f"{IMPRINT.pattern}|{PAGE.pattern}")
AUTHOR_YEAR = re.compile(
    rf"\b({WORD})(?:\su\.\s?a\.)?,?\s\(?((?:1[4-9]|20)\d\d[a-z]?)\)?(?:,\s|:\s?)(?=S\.|\d)"
)
#: »Silberhorn, Buchdruck in den Niederlanden, …«, not »Silberhorn, S. 3«.
AUTHOR_TITLE = re.compile(
    rf"(?:(?:Vgl\.|vgl\.|Siehe|siehe|S\.|s\.|[Aa]uch|dazu|etwa|so)\s)*(?!{NO_NAME}\b)({SURNAME})"
    rf",\s(?![\w.]+\s?\d)(?:{FORENAMES},\s)?[„»«\"{UPPER}][^:]*$"
)
REPEATED = re.compile(r"\b(?:ebd\.|ebenda\b|ibid\.|a\.\s?a\.\s?O\.|op\. cit\.)", re.IGNORECASE)
TRACES = re.compile(
    rf"{LOCATION.pattern}|{AUTHOR_YEAR.pattern}|{REPEATED.pattern}"
    r"|\d{2,}(?! [a-zäöü])|https?:|www\.|\bdoi\b|[„»«\"‚›§]|\b[Ii]n: |\w: ?[A-ZÄÖÜ]"
    r"|\b(?:[Dd]ers|[Dd]ies|[Hh]rsg|[Hh]g|[Vv]gl|[Zz]it|Art|Ms|Mskr)\.|\b(?:[Ss]iehe|[Zz]itiert)\b"
    r"|(?:[Aa]rchiv|[Aa]kte|[Bb]rief|[Ii]nterview|[Gg]espräch|[Mm]ail|[Pp]rotokoll|[Rr]ede"
    r"|[Bb]ericht|[Nn]achla|[Ss]ammlung|[Zz]eitung|[Aa]rtikel|[Aa]ufsatz|[Bb]uch|[Bb]uche|[Ff]ilm"
    r"|[Vv]ortrag|[Uu]rteil|[Gg]esetz|[Bb]ibel|[Kk]apitel|[Bb]and|[Aa]usgabe|[Qq]uelle)"
)
#: A full stop behind these ends no sentence.
ABBREVIATIONS = word_set("""
    Bd Bde Nr Hrsg Hg Vgl vgl Aufl Dr Prof St Mass ders dies Ders Dies bzw ca Kap Abs Art Anm Abb
    Tab Sp Bl fol Jg hrsg hg übers Übers zit Zit Str Jh Diss Ausg Jr hl
""")
BOUNDARY = re.compile(r"(?<!\S)(\S*?)([;.!?])[”“’‘»«)\]]*\s+")


@dataclass(frozen=True)
class Head:
    """The author before the colon of a citation; ``sure`` if it can hardly be anything else."""

    start: int
    colon: int
    name: str
    sure: bool


def segments(text: str) -> Iterator[tuple[int, str]]:
    """Sentences and what semicolons part, each with its offset."""
    start = 0
    for match in BOUNDARY.finditer(text):
        if match[2] != "." or _ends_sentence(text, match):
            yield start, text[start : match.end(2)]
            start = match.end()
    if start < len(text):
        yield start, text[start:]


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Whether a full stop is not that of an abbreviation, an initial or an ordinal number."""
    word = stop[1].rsplit(".", 1)[-1].lstrip("(„»«")
    if text[stop.end() : stop.end() + 1].islower() or word in ABBREVIATIONS:
        return False
    if word.isdigit() and len(word) < 3:
        first = max(0, stop.start(2) - LONGEST)
        return any(
            page.end() == stop.start(2) for page in PAGES.finditer(text, first, stop.start(2))
        )
    return len(word) != 1 or word == "f"


def heads(text: str) -> Iterator[Head]:
    """The authors of the citations of a note, one a segment; not those of »in: …:«."""
    for start, segment in segments(text):
        made = [_head(segment, colon.start()) for colon in COLON.finditer(segment)]
        known = [head for head in made if head]
        for head in [*(h for h in known if h.sure), *known][:1]:
            yield Head(start + head.start, start + head.colon, head.name, head.sure)


def _head(segment: str, colon: int) -> Head | None:
    """The author before this colon, if there is one."""
    before = segment[:colon]
    for pattern, strong in ((INVERTED_HEAD, True), (PLAIN_HEAD, False)):
        for match in _suffixes(pattern, before):
            lead = before[max(0, match.start() - LONGEST) : match.start()]
            if WITHIN.search(lead):
                return None
            sure = strong or not lead.strip(" („»«\"'*") or bool(LEAD_IN.search(lead))
            return Head(match.start(), colon, match[0], sure)
    return None


def _suffixes(pattern: re.Pattern[str], before: str) -> Iterator[re.Match[str]]:
    """Matches that reach to the end and begin with a word that may be a name, longest first."""
    for word in NAME_START.finditer(before, max(0, len(before) - LONGEST)):
        match = pattern.match(before, word.start())
        if match and word[0] not in NO_NAMES:
            yield match


def titles(text: str) -> list[tuple[int, int]]:
    """The ranges of titles: from an author's colon to the imprint or page, or to the end."""
    ranges = []
    for head in heads(text):
        location = LOCATION.search(text, head.colon)
        ranges.append((head.colon + 1, location.start() if location else len(text)))
    return ranges


def sources(text: str) -> int:
    """How many different sources a note cites for sure, not counting »ebd.« and »a. a. O.«."""
    found = [head for head in heads(text) if head.sure]
    ends = [*(head.start for head in found[1:]), len(text)]
    known = {
        (head.name, _first_words(text[head.colon + 1 : end]))
        for head, end in zip(found, ends, strict=False)
        if LOCATION.search(text, head.colon, end)
    }
    return len(known | set(_without_colon(text)))


def _without_colon(text: str) -> Iterator[tuple[str, str]]:
    """»Silberhorn 1971, S. 3« and »Silberhorn, Buchdruck, S. 3«, each a sentence or its part."""
    for _, segment in segments(text):
        match = AUTHOR_YEAR.search(segment)
        if match and not re.search("[,:]", segment[: match.start()]):
            yield match[1], match[2]
        elif (match := AUTHOR_TITLE.match(segment)) and LOCATION.search(segment, match.end(1)):
            yield match[1], ""


def _first_words(title: str) -> str:
    return " ".join(re.findall(r"\w+", title)[:2]).casefold()


def cites(text: str) -> bool:
    """Whether a note shows any trace of a source; a few words with a comma may be a short title."""
    words = len(text.split())
    return bool(TRACES.search(text)) or words < 3 or ("," in text and words < 12)
