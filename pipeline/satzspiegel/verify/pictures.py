"""Pictures of pages, small enough that a report can hold hundreds.

Four greys are enough for the edges of letters; four pixels then share a byte, and a page of text
takes some 15 KB (PNG, third edition, 11.2.1: greyscale of bit depth 2).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pymupdf

#: Pixels per inch: letters of a book page can just be read.
RESOLUTION = 90
SIGNATURE = b"\x89PNG\r\n\x1a\n"
DEPTH = 2
IN_A_BYTE = 8 // DEPTH
GREYS = 2**DEPTH - 1
NEAREST = [(value * GREYS + 127) // 255 for value in range(256)]
#: Each of 256 greys as the nearest of four, at each place in a byte from the left.
PLACED = [
    bytes(grey << DEPTH * (IN_A_BYTE - 1 - place) for grey in NEAREST) for place in range(IN_A_BYTE)
]
WHITE = b"\xff"
#: Of zlib: three times as fast as the best, and hardly larger.
LEVEL = 6


def page_pictures(pdf: bytes, resolution: int = RESOLUTION) -> Iterator[bytes]:
    """Each page of a PDF as a PNG in four greys."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            pixels = page.get_pixmap(dpi=resolution, colorspace=pymupdf.csGRAY, alpha=False)
            yield grey_png(pixels.samples, pixels.width, pixels.height)


def grey_png(samples: bytes, width: int, height: int) -> bytes:
    """A PNG of rows of pixels, one byte each from black to white, packed four to a byte."""
    rows = (samples[start : start + width] for start in range(0, width * height, width))
    packed = b"".join(b"\0" + _packed(row) for row in rows)
    header = struct.pack(">IIBBBBB", width, height, DEPTH, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(packed, LEVEL)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _packed(row: bytes) -> bytes:
    """A row with four pixels to a byte, done for all of them at once."""
    row += WHITE * (-len(row) % IN_A_BYTE)
    bits = 0
    for place, greys in enumerate(PLACED):
        bits |= int.from_bytes(row[place::IN_A_BYTE].translate(greys))
    return bits.to_bytes(len(row) // IN_A_BYTE)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
