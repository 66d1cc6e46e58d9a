"""What a whole file holds: fonts, actions, and what PDF/X forbids (ISO 15930-7, 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pikepdf

from satzspiegel.printing_facts import FontFacts
from satzspiegel.verify.printing.fonts import font_facts

#: Fonts within a Type 0 font.
DESCENDANTS = ("/CIDFontType0", "/CIDFontType2")
#: Keys that only forbidden things have.
FORBIDDEN_KEYS = {"/OPI", "/Alternates", "/XFA", "/HTP"}
#: Transfer functions; these values are none.
TRANSFER_KEYS = {"/TR", "/TR2"}
NO_TRANSFER = ("/Identity", "/Default")
#: Keys of actions (ISO 32000-1, 12.6).
ACTION_KEYS = {"/A", "/OpenAction", "/AA"}


@dataclass
class Catalogue:
    """Fonts, kinds of actions and scripts (»JavaScript«, »URI«), and what else is forbidden."""

    fonts: set[FontFacts] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)
    forbidden: set[str] = field(default_factory=set)


def read_catalogue(pdf: pikepdf.Pdf) -> Catalogue:
    """What is in a file, by its kind or its key."""
    found = Catalogue()
    for one in _dictionaries(pdf):
        keys = set(one.keys())
        found.fonts.update(_fonts(one, keys))
        found.scripts.update(_scripts(one, keys))
        found.forbidden.update(_forbidden(one, keys))
    return found


def _fonts(one: pikepdf.Object, keys: set[str]) -> Iterator[FontFacts]:
    """The dictionary itself, if it is a font."""
    is_font = "/Type" in keys and "/Subtype" in keys and one["/Type"] == "/Font"
    if is_font and one["/Subtype"] not in DESCENDANTS:
        yield font_facts(one)


def _forbidden(one: pikepdf.Object, keys: set[str]) -> Iterator[str]:
    yield from (key[1:] for key in FORBIDDEN_KEYS & keys)
    # A soft mask may have a transfer function: with /G, its group.
    if "/G" not in keys:
        transfers = TRANSFER_KEYS & keys
        yield from (key[1:] for key in transfers if str(one[key]) not in NO_TRANSFER)
    if "/Subtype" in keys and one["/Subtype"] == "/PS":
        yield "PS"
    if {"/ArtBox", "/TrimBox"} <= keys:
        yield "ArtBox"


def _scripts(one: pikepdf.Object, keys: set[str]) -> Iterator[str]:
    if "/JS" in keys:
        yield "JavaScript"
    for key in ACTION_KEYS & keys:
        action = one[key]
        if key == "/AA":
            yield "AA"
        elif isinstance(action, pikepdf.Dictionary) and "/S" in action:
            yield str(action["/S"])[1:]


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """All dictionaries of a file, those within others too."""
    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Stream):
            thing = thing.stream_dict
        if isinstance(thing, pikepdf.Dictionary):
            yield thing
            inner = thing.values()
        elif isinstance(thing, pikepdf.Array) and len(thing) and not _is_number(thing[0]):
            inner = thing
        else:
            continue
        waiting += [one for one in inner if _holds_more(one)]


def _is_number(thing: object) -> bool:
    """Whether it begins a list of numbers, in which nothing is to be found."""
    return isinstance(thing, int | Decimal)


def _holds_more(thing: object) -> bool:
    """Whether it holds dictionaries that stand in no object of their own."""
    return isinstance(thing, pikepdf.Dictionary | pikepdf.Array) and not thing.is_indirect
