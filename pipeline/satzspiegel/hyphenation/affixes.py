"""Prefixes and suffixes of German, as far as they make joints.

Prefixes: those that cannot stand alone (ver-, un-), and the particles of separable verbs and their
nouns (auf-, hervor-). Foreign ones only where a free word follows (inter|national,
anti|faschistisch); those that live in loans alone are syllables like others (Re-vo-lu-ti-on,
Trans-port). Suffixes: those that begin with a consonant; the others join their syllable to
the stem (Zei-tung). Costs are in nats, as in :mod:`.segmentation`.
"""

from __future__ import annotations

from itertools import product

from satzspiegel.hyphenation.segmentation import Prefix, unmark

INSEPARABLE = "ant be emp ent er ge miss un ur ver zer"
SEPARABLE = """
    ab an auf aus bei da da<bei dar dar<an dar<auf dar<über da<von da<zu da<zwischen durch
    durch<ein<ander
    ein ein<her empor ent<gegen ent<lang fort gegen gegen<über heim her her<ab her<an her<auf
    her<aus her<bei her<ein her<über her<um her<unter her<vor hin hin<ab hin<auf hin<aus hin<ein
    hinter hin<über hin<unter hin<weg hin<zu los mit nach nieder ob statt über um um<her unter vor
    vor<an vor<aus vor<bei vor<über weg wider wieder wo wor zu zu<rück zu<sammen zwischen
    an<ein<ander auf<ein<ander aus<ein<ander in<ein<ander mit<ein<ander neben<ein<ander
"""
FOREIGN = """
    anti hyper inter intra konter kontra multi neo pseudo semi sub super supra trans ultra vize
"""
#: What a prefix costs, by its kind.
INSEPARABLE_COST, SEPARABLE_COST, FOREIGN_COST = 2.5, 3.0, 5.0


def _prefixes(marked: str, cost: float) -> dict[str, Prefix]:
    return {word: Prefix(cost, marks) for word, marks in map(unmark, marked.split())}


PREFIXES = {
    **_prefixes(INSEPARABLE, INSEPARABLE_COST),
    **_prefixes(SEPARABLE, SEPARABLE_COST),
    **_prefixes(FOREIGN, FOREIGN_COST),
}

_ADJECTIVES = ["bar", "fach", "haft", "lich", "los", "sam"]
_OF_ADJECTIVES = [
    *("", "e", "em", "en", "er", "es"),
    *("ere", "erem", "eren", "erer", "eres"),
    *("ste", "stem", "sten", "ster", "stes"),
    *("ig", "ige", "igem", "igen", "iger", "iges"),
]
_NOUNS = """
    heit heiten keit keiten schaft schaften tum tums tümer tümern nis nisse nissen nisses
    lein leins ling linge lingen lings sal sale salen wärts
"""

SUFFIXES = frozenset(map("".join, product(_ADJECTIVES, _OF_ADJECTIVES))) | frozenset(_NOUNS.split())
#: Suffixes with the linking element that another part of a compound follows.
LINKED_SUFFIXES = frozenset(["heits", "keits", "schafts", "tums", "nis", "lings"])
