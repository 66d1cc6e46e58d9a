"""Streams whose end nobody can mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pydyf

LENGTH = re.compile(rb"/Length (\d+)")
BEGIN, END = b">>\nstream\n", b"\nendstream"
CARRIAGE_RETURN = b"\r"


@contextmanager
def clear_stream_ends() -> Iterator[None]:
    """Let pydyf 0.13 end no stream with a carriage return.

    It writes a line feed between the data and ``endstream``, which is not counted; the two would
    be one end of line (ISO 32000-1, 7.2.3), and the data one byte shorter than its length says
    (ISO 19005-2, 6.1.7.1). Such data are given a line feed of their own, which every filter
    passes over.
    """
    plain = pydyf.Stream.data

    def data(stream: pydyf.Stream) -> bytes:
        written: bytes = plain.fget(stream)
        return _longer(written) if written.endswith(CARRIAGE_RETURN + END) else written

    pydyf.Stream.data = property(data)
    try:
        yield
    finally:
        pydyf.Stream.data = plain


def _longer(written: bytes) -> bytes:
    """A stream with a line feed behind its data."""
    head, begin, content = written.partition(BEGIN)
    head = LENGTH.sub(lambda length: b"/Length %d" % (int(length[1]) + 1), head)
    return head + begin + content.removesuffix(END) + b"\n" + END
