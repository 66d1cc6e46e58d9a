"""Bytes broken as disks, editors and enemies break them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

CONTROLS = bytes([0, 1, 7, 8, 11, 12, 14, 26, 27, 31, 127])
#: Characters that end lines, turn text round, join, hide, or are none at all.
STRANGE = (
    "\u0000", "\u0085", "\u00a0", "\u00ad", "\u0301", "\u061c", "\u200b", "\u200c", "\u200d",
    "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069",
    "\ufdd0", "\ufdd1", "\ufeff", "\ufffc", "\ufffe", "\uffff", "\ue0ad", "\U0001d54f",
    "\U0001f469\u200d\U0001f680", "\U000e0041", "\U0010ffff", "שלום", "مرحبا", "ﷺ", "漢字", "Ⅷ",
    "ǆ",
    "ﬁ", "ẞ", "İ", "\u1e9e\u0308", "e\u0301\u0323",
)  # fmt: skip
#: What means something to Markdown, YAML or HTML.
MARKS = (
    b"[^1]", b"[^1]: ", b"^[", b"]", b"[", b"{", b"}", b"(", b")", b"`", b"```\n", b"$", b"|",
    b"\n| ",
    b"> ", b"#", b"\n::: {.x}\n", b":::\n", b"\n---\n", b"\n...\n", b"<!--", b"-->", b"<", b"&#0;",
    b"&#xD800;", b"&nbsp;", b"\\", b"\t", b"\n    ", b"\n\n", b": ", b"- ", b"1. ", b"@a", b"*",
    b"_", b"~",
    b"\n+---+\n", b"\\begin{x}", b"{#a}", b"[](#a)", b"![](a.png)", b"<div>", b"</div>", b"(@x)",
)  # fmt: skip
#: No mutation makes a file longer than this.
LONGEST = 200_000


def mutated(data: bytes, random: Random) -> bytes:
    """The bytes with one to four mutations."""
    for _ in range(random.randint(1, 4)):
        data = random.choice(MUTATIONS)(data, random)[:LONGEST]
    return data


def _at(data: bytes, random: Random) -> int:
    return random.randint(0, len(data))


def _flip(data: bytes, random: Random) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]


def _truncate(data: bytes, random: Random) -> bytes:
    return data[: _at(data, random)]


def _delete(data: bytes, random: Random) -> bytes:
    at = _at(data, random)
    return data[:at] + data[at + random.randint(1, 40) :]


def _repeat(data: bytes, random: Random) -> bytes:
    at = _at(data, random)
    piece = data[at : at + random.randint(1, 60)]
    return data[:at] + piece * random.choice([2, 3, 20, 400]) + data[at:]


def _swap(data: bytes, random: Random) -> bytes:
    first, second = sorted((_at(data, random), _at(data, random)))
    return data[second:] + data[first:second] + data[:first]


def _inserting(pieces: tuple[bytes, ...]) -> Callable[[bytes, Random], bytes]:
    def insert(data: bytes, random: Random) -> bytes:
        for _ in range(random.choice([1, 1, 3, 12])):
            at = _at(data, random)
            data = data[:at] + random.choice(pieces) + data[at:]
        return data

    return insert


def _byte_order_mark(data: bytes, random: Random) -> bytes:
    return random.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]) + data


def _recoded(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        random.choice(["utf-16", "utf-16-be", "latin-1", "utf-7", "cp437"]), "replace"
    )


def _line_ends(data: bytes, random: Random) -> bytes:
    ends = random.choice([(b"\r\n",), (b"\r",), (b"\r\n", b"\n", b"\r"), (b"\n\r",), (b"\x0b",)])
    return b"".join(line + random.choice(ends) for line in data.split(b"\n"))


def _one_line(data: bytes, random: Random) -> bytes:
    return data.replace(b"\n", random.choice([b" ", b"", b"\\\n"]))


MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _truncate,
    _delete,
    _repeat,
    _swap,
    _inserting(tuple(bytes([one]) for one in CONTROLS)),
    _inserting(tuple(one.encode() for one in STRANGE)),
    _inserting(MARKS),
    _inserting(MARKS),
    _byte_order_mark,
    _recoded,
    _line_ends,
    _one_line,
)
