"""The colours of the screen: the profile of sRGB that WeasyPrint brings along.

It is the International Color Consortium's own, which may be passed on and embedded freely.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files


@dataclass(frozen=True)
class _Profile:
    """A profile by its name in a registry."""

    name: str
    registry: str
    file: str

    @cached_property
    def data(self) -> bytes:
        """The profile (ISO 15076-1)."""
        return (files("weasyprint.pdf") / self.file).read_bytes()


SRGB = _Profile("sRGB IEC61966-2.1", "http://www.color.org", "sRGB2014.icc")
