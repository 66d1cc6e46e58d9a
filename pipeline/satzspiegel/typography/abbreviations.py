"""Abbreviations, initials, references (N1–N4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from satzspiegel.typography.passage import Edit
from satzspiegel.typography.profiles import NARROW, NO_BREAK, Profile
from satzspiegel.typography.words import CAPITALS, SENTENCE_OPENERS

SPACES = "[ \u00a0\u202f]"
#: Multi-part abbreviations (Duden).
ABBREVIATIONS = (
    "a. a. O.", "a. D.", "a. d.", "a. M.", "a. o.", "a. Rh.", "b. w.", "c. t.", "d. Ä.", "d. h.",
    "d. i.", "d. J.", "e. h.", "e. V.", "h. c.", "i. A.", "i. Br.", "i. d. F.", "i. d. R.",
    "i. d. S.", "i. e.", "i. e. S.", "i. H. v.", "i. J.", "i. R.", "i. S. d.", "i. S. v.", "i. Ü.",
    "i. V.", "i. V. m.", "i. w. S.", "k. u. k.", "m. a. W.", "m. b. H.", "m. E.", "m. W.",
    "n. Chr.", "n. F.", "o. Ä.", "o. ä.", "o. D.", "o. g.", "o. J.", "o. O.", "o. O. u. J.",
    "o. V.", "p. a.", "s. a.", "s. l.", "s. n.", "s. o.", "s. t.", "s. u.", "u. a.", "u. a. m.",
    "u. ä.", "u. Ä.", "u. d. T.", "u. E.", "u. U.", "u. v. a.", "u. v. a. m.", "u. v. m.", "v. a.",
    "v. Chr.", "v. l. n. r.", "v. u. Z.", "v. r. n. l.", "u. Z.", "z. B.", "z. H.", "z. Hd.",
    "z. K.", "z. T.", "z. Zt.", "z. Z.",
)  # fmt: skip

#: Those that open a sentence, with a capital.
OPENING = (
    "a. a. O.", "d. h.", "i. A.", "i. d. R.", "m. E.", "m. W.", "o. g.", "s. o.", "s. u.", "u. a.",
    "u. U.", "v. a.", "z. B.", "z. T.",
)  # fmt: skip


def _abbreviation_pattern() -> re.Pattern[str]:
    """All of them, the longest first, each part parted from the next by a space or nothing."""
    capitals = (form[0].upper() + form[1:] for form in OPENING)
    forms = sorted([*ABBREVIATIONS, *capitals], key=len, reverse=True)
    return re.compile(r"(?<![\w.’'-])(?:" + "|".join(_form(form) for form in forms) + r")(?!\w)")


def _form(form: str) -> str:
    return (SPACES + "?").join(map(re.escape, form.split(" ")))


ABBREVIATION = _abbreviation_pattern()
GAP = re.compile(rf"(?<=\.){SPACES}?(?=\w)")
#: Both may be the beginning of a name: u. A. Müller is not among them, A. D. Meier is.
INITIAL = rf"(?:[{CAPITALS}]|Ch|Chr|Ph|Th|Joh)\.(?:-[{CAPITALS}]\.)?"
PARTICLE = (
    r"(?:(?:von|van|de|del|della|der|den|dem|di|da|dos|du|la|le|zu|zum|zur|ten|ter|af|av|y|i)"
    r"[ \u00a0]|d[’']|O[’']|al-|el-)*"
)
#: No one has more: longer chains are none of initials.
MOST_INITIALS = 8
INITIALS = re.compile(
    rf"(?<![\w.’\u202f-])((?:{INITIAL}{SPACES}?){{1,{MOST_INITIALS}}})(?={PARTICLE}([{CAPITALS}][\w’-]+))"
)
#: Initials behind the surname, as in lists of books.
INVERTED = re.compile(rf"(?<=\w, )((?:{INITIAL}{SPACES}?){{2,{MOST_INITIALS}}})(?=[,;:)(]|\s|$)")
BETWEEN = re.compile(rf"(?<=\.){SPACES}?(?=\w|-)")
TITLE = re.compile(
    r"(?<![\w.])((?:Dr|Prof|Hr|Hrn|Fr|Frl|St|Hl|hl|Mag|Lic|Pfr|Ing|Dipl\.-\w+|Dres|PD)\.?"
    rf"(?<=[.D]))({SPACES})(?=(?:h\.|[{CAPITALS}])[\w.])"
)
#: A letter after these is the number of a thing, not an initial.
LETTERED = re.compile(
    r"(?:Vitamine?|Anlagen?|Anhang|Teil|Punkt|Abschnitt|Gruppe|Klasse|Typ|Kategorie|Fall|Plan|Block|"
    r"Halle|Haus|Gebäude|Band|Reihe|Linie|Buchstaben?|Hepatitis|Beilage|Tafel|Variante|Version|"
    r"Phase|Zone|Stufe|Note|Serie|Spalte|Zeile|Raum|Trakt|Sektor|Abteilung|Ebene|Format|Modell|"
    r"Mannschaft|Staffel|Objekt|Fassung|Lösung|Person|Herrn?|Frau|Feld|Stelle|DIN|"
    r"(?<!\w)[A-Z] (?:und|oder|bis))[ \u00a0]$"
)

#: Reference and number. Those of one letter only take small numbers: »Karl V. 1519« is a king.
REFERENCE = re.compile(
    r"(?<![\w.\u202f])(?:"
    r"(?P<word>S|Sp|Bd|Bde|Bdn|Bl|Bll|Nr|Nrn|Kap|Abb|Abbn|Tab|Taf|Art|Abs|Abschn|Anm|Fn|FN|Fußn|Jg|"
    r"Jgg|Ziff|Rn|Rz|Rdnr|Rdn|Lfg|Tl|Hs|Kat|Ms|Dok|Aufl|Bsp|lit|fol|Fol|vol|Vol|no|No|p|pp|Str)\."
    rf"{SPACES}?(?=\d|[IVXLCM]+(?![\w.’])|[ivxlc]+(?![\w.’])|[a-z]?\d)"
    rf"|(?P<letter>H|T|Z|V|Q|F)\.{SPACES}?(?=\d{{1,3}}(?!\d|\.\d))"
    rf"|(?P<section>§{{1,2}}|Art\.|Abs\.){SPACES}?(?=\d)"
    r")"
)
KING = re.compile(rf"[{CAPITALS}][\w-]+[ \u00a0]$")
PAGES = r"\d+[a-eg-z]?(?:[-–]\d+[a-eg-z]?)?"
#: A page reference and what is listed after it.
PAGE_LIST = re.compile(
    rf"(?<![\w.])(?:S|Sp|Bl|Bll|Rn|Rz|Rdnr|Anm|Fn|Z|V|Nr|p|pp|Art|Ziff|fol|§{{1,2}})\.?{SPACES}?"
    rf"{PAGES}(?:{SPACES}?ff?\.)?"
    rf"(?:(?:,[ \u00a0]|;[ \u00a0]|[ \u00a0](?:und|u\.|sowie|bis|oder)[ \u00a0]){PAGES}"
    rf"(?:{SPACES}?ff?(?:\.|\b))?)*"
)
FOLLOWING = re.compile(rf"(?<=\d)({SPACES}?)(?=ff?\.)|(?<=\d[a-eg-z])({SPACES}?)(?=ff?\.)")


def abbreviations(text: str, profile: Profile) -> Iterator[Edit]:
    """N1: the parts of an abbreviation."""
    for match in ABBREVIATION.finditer(text):
        for gap in GAP.finditer(text, match.start() + 1, match.end()):
            yield Edit(gap.start(), gap.end(), NARROW, "N1")


def initials(text: str, profile: Profile) -> Iterator[Edit]:
    """N2: initials and titles with the name they belong to."""
    for match in INITIALS.finditer(text):
        if _is_name(text, match):
            # The last gap is that before the surname, unless the initials stand alone.
            gaps = list(BETWEEN.finditer(text, match.start() + 1, match.end() + 1))
            for gap in gaps:
                if text[gap.end()] == "-":
                    continue
                last = gap.end() >= match.end()
                yield Edit(gap.start(), gap.end(), NO_BREAK if last else NARROW, "N2")
    for match in INVERTED.finditer(text):
        for gap in BETWEEN.finditer(text, match.start() + 1, match.end(1) - 1):
            yield Edit(gap.start(), gap.end(), NARROW, "N2")
    for match in TITLE.finditer(text):
        if _next_word(text, match.end()) not in SENTENCE_OPENERS:
            yield Edit(match.start(2), match.end(2), NO_BREAK, "N2")


def _is_name(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 20) : match.start()]
    single = match[1].count(".") == 1
    if single and (match[2] in SENTENCE_OPENERS or LETTERED.search(before)):
        return False
    if ABBREVIATION.match(text, match.start()):
        return False
    return not (match[2] in SENTENCE_OPENERS and text[match.end() - 1] in " \u00a0")


def _next_word(text: str, at: int) -> str:
    match = re.compile(r"\w+").match(text, at)
    return match[0] if match else ""


def references(text: str, profile: Profile) -> Iterator[Edit]:
    """N3: an abbreviation that refers, with its number."""
    for match in REFERENCE.finditer(text):
        if match["letter"] == "V" and KING.search(text[max(0, match.start() - 24) : match.start()]):
            continue
        end = match.end()
        start = end - 1 if text[end - 1] in " \u00a0\u202f" else end
        yield Edit(start, end, NARROW, "N3")


def following(text: str, profile: Profile) -> Iterator[Edit]:
    """N4: f. and ff. after a page reference."""
    if "f." not in text:
        return
    for reference in PAGE_LIST.finditer(text):
        for match in FOLLOWING.finditer(text, reference.start(), reference.end()):
            yield Edit(match.start(), match.end(), NARROW, "N4")
