"""Shadings in inks: functions of a colour (ISO 32000-1, 7.10), each step of them divided.

Between two colours the screen mixes light, the press mixes inks. Without steps in between, the
middle would have another colour than on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pydyf

from satzspiegel.editions.print.inks import Inks, Rgb, is_grey, luminance_of

#: Steps from one colour to the next.
STEPS = 16

Values = tuple[float, ...]


def in_inks(function: pydyf.Dictionary, inks: Inks) -> pydyf.Dictionary:
    """A function of RGB colours as one of inks.

    A blend of greys is black ink alone. In any other the greys are divided, too: a black that
    begins a blend into a colour would else jump.
    """
    greys = all(is_grey(end) for part in _parts(function) for end in _ends(part))
    return _stepped(function, inks.of_rgb if greys else inks.divided)


def in_greys(function: pydyf.Dictionary) -> pydyf.Dictionary:
    """A function of RGB colours as one of greys, for a mask."""
    return _stepped(function, lambda rgb: (luminance_of(rgb),))


def _stepped(function: pydyf.Dictionary, change: Callable[[Rgb], Values]) -> pydyf.Dictionary:
    """The function with each of its parts in steps, a stitching function (7.10.4) as before."""
    parts = pydyf.Array(_steps(part, change) for part in _parts(function))
    return pydyf.Dictionary({**function, "Functions": parts})


def _parts(function: pydyf.Dictionary) -> list[pydyf.Dictionary]:
    return list(function["Functions"])


def _ends(part: pydyf.Dictionary) -> tuple[Rgb, Rgb]:
    first, last = (tuple(min(1.0, max(0.0, v)) for v in part[end]) for end in ("C0", "C1"))
    return first, last


def _steps(part: pydyf.Dictionary, change: Callable[[Rgb], Values]) -> pydyf.Dictionary:
    """From one colour to another, where WeasyPrint has an exponential function (7.10.3)."""
    first, last = _ends(part)
    shares = [(step / STEPS) ** part["N"] for step in range(STEPS + 1)]
    colours = [change(_between(first, last, share)) for share in shares]
    bounds = [step / STEPS for step in range(1, STEPS)]
    pieces = [
        {"FunctionType": 2, "Domain": pydyf.Array((0, 1)), "C0": one, "C1": next_, "N": 1}
        for one, next_ in pairwise(map(pydyf.Array, colours))
    ]
    return pydyf.Dictionary(
        {
            "FunctionType": 3,
            "Domain": pydyf.Array((0, 1)),
            "Encode": pydyf.Array((0, 1) * STEPS),
            "Bounds": pydyf.Array(bounds),
            "Functions": pydyf.Array(map(pydyf.Dictionary, pieces)),
        }
    )


def _between(first: Rgb, last: Rgb, share: float) -> Rgb:
    red, green, blue = (a + share * (b - a) for a, b in zip(first, last, strict=True))
    return red, green, blue
