"""What is added to the tables of a font before it is embedded (OpenType, GSUB).

A hyphen of its own for line breaking, a letter that keeps its distance at a joint, ẞ among the
small capitals. Nothing of a font's own shapes is changed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import uharfbuzz
from fontTools.otlLib import builder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

#: The private character that stands for an inserted hyphen until the text layer is written.
INSERTED_HYPHEN = "\ue0ad"
ZERO_WIDTH_NON_JOINER = "\u200c"
NARROW_SPACE = 0x202F
#: Ligatures that are on unless they are switched off.
LIGATURES = frozenset({"liga", "clig", "rlig"})
SINGLE, LIGATURE, CHAINING, SUBST_EXTENSION = 1, 4, 6, 7
#: Letters that may stand beside f, and be kerned with it.
BESIDE = "abcdefghijklmnopqrstuvwxyzäöüß"

Pairs = frozenset[str]


def ligature_pairs(font: TTFont) -> Pairs:
    """Two letters each that stand side by side in a ligature."""
    letters = {name: chr(code) for code, name in sorted(font.getBestCmap().items())}
    tables = (t for t in _substitutions(font, LIGATURES) if t.LookupType == LIGATURE)
    found = ((a, *b.Component) for t in tables for a, bs in t.ligatures.items() for b in bs)
    sequences = ["".join(letters.get(glyph, " ") for glyph in glyphs) for glyphs in found]
    pairs = (sequence[at : at + 2] for sequence in sequences for at in range(len(sequence) - 1))
    return frozenset(pair for pair in pairs if pair.isalpha())


def _substitutions(font: TTFont, features: frozenset[str]) -> Iterator[Any]:
    """The subtables of the features' substitutions."""
    if "GSUB" not in font:
        return
    gsub = font["GSUB"].table
    records = gsub.FeatureList.FeatureRecord if gsub.FeatureList else ()
    wanted = {i for r in records if r.FeatureTag in features for i in r.Feature.LookupListIndex}
    for index in sorted(wanted):
        for table in gsub.LookupList.Lookup[index].SubTable:
            yield table.ExtSubTable if table.LookupType == SUBST_EXTENSION else table


def add_inserted_hyphen(font: TTFont) -> None:
    """A copy of the hyphen under :data:`INSERTED_HYPHEN`."""
    _add_glyph(font, "hyphen.inserted", font.getBestCmap()[ord("-")], INSERTED_HYPHEN)


def add_narrow_space(font: TTFont) -> None:
    """A space of a fifth of an em under U+202F, in a font that has none."""
    characters = font.getBestCmap()
    if NARROW_SPACE not in characters:
        _add_glyph(font, "space.narrow", characters[ord(" ")], chr(NARROW_SPACE))
        font["hmtx"]["space.narrow"] = font["head"].unitsPerEm // 5, 0


def add_joint_letters(font: TTFont, shaper: uharfbuzz.Font, gap: float) -> None:
    """Copies, wider by ``gap`` (em), of what may stand before a joint: f and ff, before U+200C.

    Many fonts let the end of an f run into the letter behind it. Without its ligature the two
    would still touch where the word has its joint. ``shaper`` is the font as it was: a copy stands
    where kerning with the letter before it would have put the original.
    """
    ends = _joint_ends(font)
    if not ends or not gap:
        return
    wider = round(gap * font["head"].unitsPerEm)
    characters = font.getBestCmap()
    sign = "joint.sign"
    _add_glyph(font, sign, characters[ord(" ")], ZERO_WIDTH_NON_JOINER)
    rules = []
    for glyph, letters in ends.items():
        for kerning, before in _kerning_before(shaper, letters, characters).items():
            name = f"{glyph}.joint{kerning}"
            _add_glyph(font, name, glyph)
            advance, bearing = font["hmtx"][glyph]
            font["hmtx"][name] = advance + kerning + wider, bearing + kerning
            font["glyf"].glyphs[name].expand(font["glyf"])
            font["glyf"].glyphs[name].coordinates.translate((kerning, 0))
            font["glyf"].glyphs[name].recalcBounds(font["glyf"])
            rules.append(_Rule(before, glyph, name))
    _substitute_before(font, rules, [[sign], _letters(font)])


@dataclass(frozen=True)
class _Rule:
    """A glyph to be replaced behind one of these; behind any if there are none."""

    before: tuple[str, ...]
    glyph: str
    name: str


def _joint_ends(font: TTFont) -> dict[str, str]:
    """Glyphs that end in the first letter of a ligature, and their letters: f, and ff."""
    characters = font.getBestCmap()
    firsts = {pair[0] for pair in ligature_pairs(font)}
    ends = {characters[ord(c)]: c for c in sorted(firsts)}
    names = {name: chr(code) for code, name in sorted(characters.items())}
    for table in _substitutions(font, LIGATURES):
        if table.LookupType == LIGATURE:
            for first, ligatures in sorted(table.ligatures.items()):
                for ligature in ligatures:
                    letters = "".join(names.get(g, " ") for g in (first, *ligature.Component))
                    if letters[-1] in firsts and letters.isalpha():
                        ends[ligature.LigGlyph] = letters
    return {glyph: c for glyph, c in ends.items() if not font["glyf"][glyph].isComposite()}


def _kerning_before(
    shaper: uharfbuzz.Font, letters: str, characters: dict[int, str]
) -> dict[int, tuple[str, ...]]:
    """Glyphs of letters by their kerning with these (font units); 0, for all others, is last."""
    found: dict[int, list[str]] = {}
    for letter in BESIDE:
        if ord(letter) in characters:
            kerning = _advance(shaper, letter + letters) - _advance(shaper, letter)
            # Letters that ligate with these never stand alone before them.
            if kerning and abs(kerning) < shaper.face.upem // 10:
                found.setdefault(kerning, []).append(characters[ord(letter)])
    return {**{k: tuple(found[k]) for k in sorted(found)}, 0: ()}


def _advance(shaper: uharfbuzz.Font, text: str) -> int:
    """The advance of the first glyph of a text."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    return int(buffer.glyph_positions[0].x_advance)


def _add_glyph(font: TTFont, name: str, like: str, character: str = "") -> None:
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = copy.deepcopy(font["glyf"][like])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"][name] = font["hmtx"][like]
    if "GDEF" in font and (classes := font["GDEF"].table.GlyphClassDef):
        classes.classDefs[name] = classes.classDefs.get(like, 1)
    for table in font["cmap"].tables:
        if character and table.isUnicode():
            table.cmap[ord(character)] = name


def _letters(font: TTFont) -> list[str]:
    """Glyphs that may stand behind a joint: letters and ligatures, no hyphen of a line end."""
    characters = font.getBestCmap()
    letters = {characters[ord(c)] for c in BESIDE if ord(c) in characters}
    for table in _substitutions(font, LIGATURES):
        if table.LookupType == LIGATURE:
            letters.update(one.LigGlyph for every in table.ligatures.values() for one in every)
    return sorted(letters)


def _substitute_before(font: TTFont, rules: list[_Rule], ahead: list[list[str]]) -> None:
    """Let the ligatures' feature replace glyphs that stand before others (GSUB types 1 and 6)."""
    gsub, glyphs = font["GSUB"].table, font.getReverseGlyphMap(rebuild=True)
    lookups = gsub.LookupList.Lookup
    tables = []
    for rule in rules:
        table = otTables.ChainContextSubst()
        table.Format = 3
        table.BacktrackCoverage = [builder.buildCoverage(rule.before, glyphs)] * bool(rule.before)
        table.InputCoverage = [builder.buildCoverage([rule.glyph], glyphs)]
        table.LookAheadCoverage = [builder.buildCoverage(names, glyphs) for names in ahead]
        record = otTables.SubstLookupRecord()
        record.SequenceIndex, record.LookupListIndex = 0, len(lookups)
        table.SubstLookupRecord = [record]
        tables.append(table)
        single = builder.buildSingleSubstSubtable({rule.glyph: rule.name})
        lookups.append(builder.buildLookup([single]))
    lookups.append(builder.buildLookup(tables))
    for feature in gsub.FeatureList.FeatureRecord:
        if feature.FeatureTag == "liga":
            feature.Feature.LookupListIndex.append(len(lookups) - 1)


def add_small_eszett(font: TTFont) -> None:
    """Let ß have the form of ẞ among the small capitals, if the font has drawn it so."""
    characters = font.getBestCmap()
    small, capital = characters.get(ord("ß")), characters.get(ord("ẞ"))
    drawn = [
        table.mapping[capital]
        for table in _substitutions(font, frozenset({"c2sc"}))
        if table.LookupType == SINGLE and capital in table.mapping
    ]
    for table in _substitutions(font, frozenset({"smcp"})):
        if drawn and table.LookupType == SINGLE and small in table.mapping:
            table.mapping[small] = drawn[0]
