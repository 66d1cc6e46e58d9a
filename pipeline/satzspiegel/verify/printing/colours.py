"""Colour spaces and the inks that their colours put on paper (ISO 32000-1, 8.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pikepdf

from satzspiegel.printing_facts import NEAR, NO_INK, PROCESS_INKS, in_order

#: Names of process colours as Separation and DeviceN write them.
COLORANTS = {
    "Cyan": ("C",),
    "Magenta": ("M",),
    "Yellow": ("Y",),
    "Black": ("K",),
    "All": PROCESS_INKS,
    "None": (),
}
ABBREVIATIONS = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
#: ICCBased: the number of components says what the profile is for.
PROFILES = {1: "Gray", 3: "RGB", 4: "CMYK"}


@dataclass(frozen=True)
class ColourSpace:
    """A colour space: the inks of each component."""

    name: str
    components: tuple[tuple[str, ...], ...]
    initial: tuple[float, ...]
    #: 1 is white.
    additive: bool = False
    #: The inks come whatever the values are.
    always: bool = False

    def inks(self, values: tuple[float, ...]) -> tuple[str, ...]:
        """The inks of a colour."""
        if self.additive:
            return ("K",) if values[0] < 1 - NEAR else ()
        pairs = zip(self.components, values, strict=False)
        return in_order(ink for inks, v in pairs if self.always or v > NEAR for ink in inks)

    def all_inks(self) -> tuple[str, ...]:
        """The inks that its colours may have."""
        return in_order(ink for inks in self.components for ink in inks)

    def overprints(self, mode: int) -> bool:
        """Whether its colours, told to overprint, leave other inks under them.

        ISO 32000-1, 8.6.7, table 149: DeviceCMYK only in mode 1, grey never.
        """
        return self.name.startswith(("Separation", "DeviceN")) or (
            self.name == "DeviceCMYK" and mode == 1
        )


GRAY = ColourSpace("DeviceGray", (("K",),), (0.0,), additive=True)
RGB = ColourSpace("DeviceRGB", ((NO_INK,),) * 3, (0.0, 0.0, 0.0), always=True)
CMYK = ColourSpace("DeviceCMYK", tuple((ink,) for ink in PROCESS_INKS), (0.0, 0.0, 0.0, 1.0))
PATTERN = ColourSpace("Pattern", (), ())
DEVICE = {space.name: space for space in (GRAY, RGB, CMYK, PATTERN)}


class Colour(NamedTuple):
    """A colour: its space, its values, and the pattern that it is painted with.

    ``base`` is the space of the values for a pattern without colours of its own.
    """

    space: ColourSpace
    values: tuple[float, ...]
    pattern: pikepdf.Object | None = None
    base: ColourSpace | None = None

    @property
    def inks(self) -> tuple[str, ...]:
        """Its inks."""
        return self.space.inks(self.values)


BLACK = Colour(GRAY, (0.0,))


def read_space(given: pikepdf.Object, resources: pikepdf.Object | None = None) -> ColourSpace:
    """A colour space as a page names it. Raises ValueError for one that does not exist."""
    if not isinstance(given, pikepdf.Array):
        name = str(given)[1:]
        name = ABBREVIATIONS.get(name, name)
        if name in DEVICE:
            return DEVICE[name]
        named = _entry(resources, "/ColorSpace", f"/{name}")
        if named is None:
            raise ValueError(f"unknown colour space {name}")
        return read_space(named, resources)
    family = str(given[0])[1:]
    if len(given) == 1:
        return read_space(given[0], resources)
    return _read_array(family, given, resources)


def _entry(resources: pikepdf.Object | None, category: str, name: str) -> pikepdf.Object | None:
    """A resource by its kind and name."""
    entries = resources.get(category) if resources is not None else None
    return entries.get(name) if entries is not None else None


def _read_array(
    family: str, given: pikepdf.Object, resources: pikepdf.Object | None
) -> ColourSpace:
    """A colour space with parameters."""
    if family == "ICCBased":
        return _icc_based(int(given[1]["/N"]))
    if family in ("Separation", "DeviceN"):
        names = [given[1]] if family == "Separation" else list(given[1])
        plain = [str(name)[1:] for name in names]
        inks = tuple(COLORANTS.get(name, (name,)) for name in plain)
        return ColourSpace(f"{family} {', '.join(plain)}", inks, (1.0,) * len(inks))
    if family in ("Indexed", "I"):
        base = read_space(given[1], resources)
        table = _inks_of_table(base, given[3])
        return ColourSpace(f"Indexed {base.name}", (table,), (0.0,), always=True)
    if family == "Pattern":
        return PATTERN
    if family == "CalGray":
        return ColourSpace(family, (("K",),), (0.0,), additive=True)
    if family in ("CalRGB", "Lab"):
        return ColourSpace(family, RGB.components, RGB.initial, always=True)
    raise ValueError(f"unknown colour space {family}")


def _icc_based(count: int) -> ColourSpace:
    """The device space of as many components, seen through a profile."""
    like = {1: GRAY, 3: RGB, 4: CMYK}[count]
    name = f"ICCBased {PROFILES[count]}"
    return ColourSpace(name, like.components, like.initial, like.additive, like.always)


def _inks_of_table(base: ColourSpace, table: pikepdf.Object) -> tuple[str, ...]:
    """The inks of the colours in the table of an Indexed space."""
    data = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
    size = len(base.components)
    rows = (data[i : i + size] for i in range(0, len(data) - size + 1, size))
    return in_order(ink for row in rows for ink in base.inks(tuple(v / 255 for v in row)))


def base_of(space: pikepdf.Object, resources: pikepdf.Object | None) -> ColourSpace | None:
    """The colour space under a Pattern space, for patterns without colours of their own."""
    if not isinstance(space, pikepdf.Array):
        named = _entry(resources, "/ColorSpace", str(space))
        return base_of(named, resources) if isinstance(named, pikepdf.Array) else None
    if str(space[0]) == "/Pattern" and len(space) > 1:
        return read_space(space[1], resources)
    return None


# ------------------------------------------------------------------------------------- shadings


def shading_colours(shading: pikepdf.Object, space: ColourSpace) -> list[tuple[float, ...]]:
    """The colours between which a shading runs (8.7.4.5); none where they are not known."""
    functions = shading.get("/Function")
    if functions is None:
        return []
    parts = list(functions) if isinstance(functions, pikepdf.Array) else [functions]
    ends = [list(_ends(part)) for part in parts]
    if len(parts) == 1:
        return ends[0]
    # One function a component: all its ends with those of the others.
    lengths = {len(part) for part in ends}
    if len(lengths) > 1:
        return []
    return [tuple(v for part in row for v in part) for row in zip(*ends, strict=True)]


def _ends(function: pikepdf.Object) -> Iterator[tuple[float, ...]]:
    """Values at the ends of a function (7.10); none of sampled and of calculated ones."""
    kind = int(function["/FunctionType"])
    if kind == 2:
        yield tuple(float(v) for v in function.get("/C0", [0]))
        yield tuple(float(v) for v in function.get("/C1", [1]))
    elif kind == 3:
        for part in function["/Functions"]:
            yield from _ends(part)
