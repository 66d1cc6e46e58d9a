"""Greys of 16 bits, such as scanners make: WeasyPrint 70 would paint them black."""

from __future__ import annotations

import io

from PIL import Image

#: The modes of Pillow for such greys begin so.
SIXTEEN_BITS = "I"


def in_eight_bits(data: bytes) -> bytes:
    """The file of an image, its greys in 8 bits; any other as it is."""
    with Image.open(io.BytesIO(data)) as picture:
        if not picture.mode.startswith(SIXTEEN_BITS):
            return data
        made = io.BytesIO()
        eight_bits(picture).save(made, "PNG")
        return made.getvalue()


def eight_bits(picture: Image.Image) -> Image.Image:
    """Greys of 16 bits as greys of 8."""
    return picture.convert("I").point(lambda value: value / 257).convert("L")
