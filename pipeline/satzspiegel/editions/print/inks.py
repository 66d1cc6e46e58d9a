"""Colours of the screen as inks of a printing condition: C, M, Y and K, each from 0 to 1.

Greys are printed with black alone, so that a text is sharp whatever the four plates do. All other
colours are divided by the profile: relative colorimetric, with black point compensation
(ISO 32000-1, 8.6.5.8; ISO 18619).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

from satzspiegel.editions.print.profiles import Profile

Ink = tuple[float, float, float, float]
Rgb = tuple[float, float, float]

INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
#: Full black ink and nothing else.
BLACK: Ink = (0.0, 0.0, 0.0, 1.0)
#: Components differ less in a grey: a bit more than a step of eight bits, for rounding.
GREY = 1.5 / 255
#: In a text a colour that is this dark and this near to grey is a black, too.
DARK, NEARLY_GREY = 0.4, 0.15
#: So much black in a text is full black: a screen would only fray its letters.
ALMOST_FULL = 0.95
#: Less light than of the darkest grey of eight bits: rounding.
NO_LIGHT = 1e-4
#: Colour spaces of CSS Color 4 by what tinycss2 can change them into.
SRGB_SPACES = ("srgb", "hsl", "hwb")
LAB_SPACES = ("lab", "lch", "oklab", "oklch", "xyz-d50", "xyz-d65")
#: White of sRGB as XYZ, and XYZ as light of its three colours (IEC 61966-2-1).
D65 = (0.9505, 1.0, 1.089)
FROM_XYZ = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.204, 1.057))
#: Decimals of an ink: finer than any plate.
DECIMALS = 4


class Inks:
    """The inks of a printing condition; transforms are made when they are needed first."""

    def __init__(self, profile: Profile) -> None:
        self._profile = ImageCms.ImageCmsProfile(BytesIO(profile.data))
        self.description = profile.description

    def of(self, color: Any) -> Ink:
        """The inks of a CSS colour (tinycss2's); those of ``device-cmyk()`` as they are."""
        if color.space == "device-cmyk":
            return _clamped(color.coordinates)
        return self.of_rgb(rgb_of(color))

    def of_text(self, color: Any) -> Ink:
        """The inks of a colour for text: no black of several inks, whatever it was meant to be."""
        rgb = rgb_of(color)
        if max(rgb) < DARK and max(rgb) - min(rgb) < NEARLY_GREY:
            black = self.black(_luminance(rgb))
            return BLACK if black > ALMOST_FULL else (0.0, 0.0, 0.0, black)
        return self.of(color)

    def of_rgb(self, rgb: Rgb) -> Ink:
        """The inks of an sRGB colour, a grey's with black alone."""
        if is_grey(rgb):
            return (0.0, 0.0, 0.0, self.black(_linear(sum(rgb) / 3)))
        return self.divided(rgb)

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as the painting
    def divided(self, rgb: Rgb) -> Ink:
        """The inks of an sRGB colour, a grey's too, as the profile divides it."""
        pixel = Image.new("RGB", (1, 1), tuple(round(255 * value) for value in rgb))
        inks = self.to_inks(None, "RGB").apply(pixel).tobytes()
        return _clamped([value / 255 for value in inks])

    @lru_cache(maxsize=1024)  # noqa: B019
    def black(self, luminance: float) -> float:
        """How much black ink gives a luminance (linear, 0 to 1), full black being 0."""
        if not NO_LIGHT < luminance < 1 - NO_LIGHT:
            return 0.0 if luminance > NO_LIGHT else 1.0
        ladder = self._luminances
        step = bisect_left(ladder, -luminance, key=lambda value: -value)
        above, below = ladder[step - 1], ladder[step]
        share = (above - luminance) / (above - below)
        return round((step - 1 + share) / (len(ladder) - 1), DECIMALS)

    @cached_property
    def grey_table(self) -> list[int]:
        """For an image of sRGB greys: the value of DeviceGray for each of 256."""
        return [round(255 * (1 - self.black(_linear(value / 255)))) for value in range(256)]

    @lru_cache(maxsize=16)  # noqa: B019
    def to_inks(self, profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform:
        """What changes images of a mode into inks; without a profile they are sRGB.

        Raises :class:`ImageCms.PyCMSError` if the profile is none for that mode.
        """
        source = _opened(profile) if profile else ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(source, self._profile, mode, "CMYK", INTENT, FLAGS)

    def is_ours(self, profile: bytes) -> bool:
        """Whether an image's profile is that of this printing condition."""
        return (_opened(profile).profile.profile_description or "").strip() == self.description

    @cached_property
    def _luminances(self) -> list[float]:
        """The luminances of 0 to 255 steps of black ink: paper's is 1, full black's 0.

        So full black stands for black, as black point compensation would have it.
        """
        lab = ImageCms.createProfile("LAB")
        transform = ImageCms.buildTransform(self._profile, lab, "CMYK", "LAB", INTENT)
        steps = Image.frombytes("CMYK", (256, 1), b"".join(bytes((0, 0, 0, k)) for k in range(256)))
        lightness = transform.apply(steps).getchannel("L").tobytes()
        found = [_from_lightness(value * 100 / 255) for value in lightness]
        paper, black = found[0], found[-1]
        scaled = [(value - black) / (paper - black) for value in found]
        return _falling(scaled)


def is_grey(rgb: Sequence[float]) -> bool:
    """Whether an RGB colour is a grey, black or white."""
    return max(rgb) - min(rgb) <= GREY


def rgb_of(color: Any) -> Rgb:
    """A CSS colour in sRGB, cut to what sRGB holds; inks roughly, to see how dark they are."""
    if color.space == "device-cmyk":
        *inks, black = _clamped(color.coordinates)
        red, green, blue = ((1 - ink) * (1 - black) for ink in inks)
        return red, green, blue
    if color.space in SRGB_SPACES:
        values = color.to("srgb").coordinates
    elif color.space in LAB_SPACES:
        values = _from_lab(*color.to("lab").coordinates)
    else:  # one that WeasyPrint takes for sRGB, too
        values = (*color.coordinates, 0, 0)
    red, green, blue = (min(1.0, max(0.0, float(value or 0))) for value in values[:3])
    return red, green, blue


def luminance_of(rgb: Rgb) -> float:
    """The luminance of an sRGB colour as an sRGB grey, 0 to 1: what a mask lets through."""
    return _encoded(_luminance(rgb))


def _opened(profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(BytesIO(profile))


def _clamped(inks: Sequence[float]) -> Ink:
    cyan, magenta, yellow, black = (round(min(1.0, max(0.0, ink)), DECIMALS) for ink in inks)
    return cyan, magenta, yellow, black


def _linear(value: float) -> float:
    """A component of sRGB as light (IEC 61966-2-1, 5.2)."""
    if value <= 0.04045:
        return value / 12.92
    return float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(light: float) -> float:
    """Light as a component of sRGB."""
    if light <= 0.0031308:
        return 12.92 * light
    return float(1.055 * light ** (1 / 2.4) - 0.055)


def _from_lab(lightness: float, a: float, b: float) -> Rgb:
    """L*a*b* in sRGB; the white that it is relative to is made sRGB's (ISO 11664-4)."""
    y = (lightness + 16) / 116
    xyz = [
        white * _from_lightness(116 * value - 16)
        for white, value in zip(D65, (y + a / 500, y, y - b / 200), strict=True)
    ]
    red, green, blue = (
        _encoded(sum(weight * value for weight, value in zip(row, xyz, strict=True)))
        for row in FROM_XYZ
    )
    return red, green, blue


def _luminance(rgb: Rgb) -> float:
    red, green, blue = map(_linear, rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _from_lightness(lightness: float) -> float:
    """The luminance of a lightness L* (ISO 11664-4)."""
    if lightness <= 8:
        return lightness * 27 / 24389
    return float(((lightness + 16) / 116) ** 3)


def _falling(values: list[float]) -> list[float]:
    """The values made to fall from each to the next, be it by a trifle."""
    out = values[:1]
    for value in values[1:]:
        out.append(min(value, out[-1] - 1e-9))
    return out
