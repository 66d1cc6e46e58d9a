"""Streams compressed once, before a file is written."""

from __future__ import annotations

import zlib
from typing import Any

import pydyf
import weasyprint

#: How hard streams are compressed: as hard as pydyf does.
LEVEL = 9


def pack(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Compress what is to be compressed: pydyf 0.13 does it again for a file's identifier."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            item.stream = [zlib.compress(b"\n".join(map(as_bytes, item.stream)), LEVEL)]
            item.extra["Filter"] = "/FlateDecode"
            item.compress = False


def as_bytes(part: Any) -> bytes:
    """A part of a stream as pydyf writes it; images are objects that have their data in a cache."""
    return bytes(pydyf._to_bytes(part))
