"""Who made the work: names with their roles and numbers, from Pandoc's fields."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from satzspiegel.manuscript.fields import Fields, Json
from satzspiegel.manuscript.standard_numbers import GND_PREFIX, ORCID_PREFIX, is_gnd, is_orcid
from satzspiegel.model import Contributor

#: What a mapping may say of somebody; other keys (an affiliation, say) are left alone.
KEYS = ("name", "text", "family", "given", "sort", "file-as", "role", "orcid", "gnd")
#: What a role may be called: words for codes of MARC's relators, as books use them.
ROLE_WORDS = {
    "aui": ("vorwort", "geleitwort", "foreword", "preface"),
    "aft": ("nachwort", "afterword"),
    "ann": ("kommentar", "annotator"),
    "art": ("künstler", "künstlerin", "artist"),
    "aut": ("autor", "autorin", "verfasser", "verfasserin", "author"),
    "cmp": ("komponist", "komponistin", "composer"),
    "com": ("zusammenstellung", "compiler"),
    "cov": ("umschlag", "umschlaggestaltung", "cover"),
    "ctb": ("mitarbeit", "mitwirkung", "contributor"),
    "ctg": ("karten", "kartograf", "kartografin", "cartographer"),
    "dsr": ("gestaltung", "designer"),
    "edt": ("herausgeber", "herausgeberin", "herausgabe", "editor"),
    "ill": ("illustrationen", "illustrator", "illustratorin"),
    "ive": ("interviewpartner", "interviewpartnerin", "interviewee"),
    "ivr": ("interview", "interviewer", "interviewerin"),
    "oth": ("sonstiges", "other"),
    "pbl": ("verlag", "publisher"),
    "pfr": ("korrektorat", "proofreader"),
    "pht": ("fotos", "fotograf", "fotografin", "photographer"),
    "red": ("redaktion", "redakteur", "redakteurin", "lektorat"),
    "trl": ("übersetzer", "übersetzerin", "übersetzung", "translator"),
    "tyg": ("satz", "typografie", "typographer"),
    "win": ("einleitung", "introduction"),
}
WORDS = {word: code for code, words in ROLE_WORDS.items() for word in (code, *words)}


def read_contributors(fields: Fields, keys: Iterable[tuple[str, str]]) -> tuple[Contributor, ...]:
    """The people of fields, each with the role of those who are given none.

    What is wrong with them is reported to ``fields``.
    """
    items = ((key, role, item) for key, role in keys for item in fields.items(key))
    found = (_contributor(item, key, role, fields) for key, role, item in items)
    return tuple(person for person in found if person.name)


def _contributor(item: Json, key: str, role: str, fields: Fields) -> Contributor:
    """A name alone, or a mapping; Pandoc's EPUB metadata call the name ``text``."""
    if item["t"] != "MetaMap":
        return Contributor(fields.told(item, key), role)
    if not item["c"].keys() & {"name", "text", "family", "given"}:
        fields.report("setting-type", key, type="Text")
    told = {name: fields.told(item["c"].get(name), f"{key}.{name}") for name in KEYS}
    family, given = told["family"], told["given"]
    return Contributor(
        name=told["name"] or told["text"] or " ".join(filter(None, (given, family))),
        role=_role(told["role"], key, fields) or role,
        sort=told["sort"] or told["file-as"] or ", ".join(filter(None, (family, given))),
        orcid=_orcid(told["orcid"], fields),
        gnd=_gnd(told["gnd"], fields),
    )


def _role(word: str, key: str, fields: Fields) -> str:
    """The code of a role; empty where none is given."""
    if not word:
        return ""
    if code := WORDS.get(word.casefold()):
        return code
    nearest = difflib.get_close_matches(word.casefold(), WORDS, n=1, cutoff=0)[0]
    fields.report("role-unknown", "role", word, nearest=nearest)
    return ""


def _orcid(number: str, fields: Fields) -> str:
    bare = ORCID_PREFIX.sub("", number).rstrip("/").upper()
    if bare and not is_orcid(bare):
        fields.report("orcid-broken", "orcid", number)
    return bare


def _gnd(number: str, fields: Fields) -> str:
    bare = GND_PREFIX.sub("", number).strip().upper()
    if bare and not is_gnd(bare):
        fields.report("gnd-broken", "gnd", number)
    return bare
