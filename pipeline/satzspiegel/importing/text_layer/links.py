"""Addresses: those that a program listed once more at the end, and those broken at line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from satzspiegel.importing.draft import Change
from satzspiegel.importing.text_layer.rows import Page, Row, spot

#: A line that is an address and nothing else (RFC 3986, schemes that a text layer lists).
ADDRESS = re.compile(r"(?:https?://|ftp://|mailto:|www\.)\S+")
SCHEME = re.compile(r"^(?:https?://|ftp://|mailto:)(?:www\.)?|^www\.")
#: The last word of a line, if it is the beginning of an address.
OPEN = re.compile(r"(?:https?://|www\.|doi\.org/)\S*$", re.IGNORECASE)
#: What an address can go on with on the next line.
REST = re.compile(r"[^\s»«”“)\]]+")
#: Addresses that are listed; more is no list of links.
MOST = 5000


@dataclass(frozen=True)
class Listed:
    """Pages without the list; ``targets`` are the addresses in it, whole."""

    pages: list[Page]
    targets: tuple[str, ...]
    changes: list[Change]


def unlisted(pages: Sequence[Page], name: str) -> Listed:
    """Take away addresses at pages' ends that stand in the text before them too."""
    text = "".join(bare(row.text) for page in pages for row in page if not _is_address(row))
    out: list[Page] = []
    taken: list[Row] = []
    for page in pages:
        end = len(page)
        while end and _is_address(page[end - 1]) and len(taken) < MOST:
            if bare(page[end - 1].text).rstrip("/") not in text:
                break
            end -= 1
            taken.append(page[end])
        out.append(page[:end])
    changes = [Change("repeated-link", spot(row, name), row.text) for row in taken]
    targets = tuple(sorted({row.text for row in taken}))
    return Listed(out, targets, changes)


def bare(text: str) -> str:
    """A text without spaces and hyphens, as addresses are compared; without scheme."""
    return re.sub(r"[\s\u00ad]|-", "", SCHEME.sub("", text.strip()))


def _is_address(row: Row) -> bool:
    return ADDRESS.fullmatch(row.text) is not None


@dataclass(frozen=True)
class Mended:
    """An address over two lines: whether the hyphen at the first one's end stays, and how sure."""

    joined: bool
    hyphen_kept: bool = True
    probability: float = 1.0


def mended(left: str, right: str, targets: Sequence[str]) -> Mended:
    """Whether an address goes on from one line to the next."""
    head, rest = OPEN.search(left), REST.match(right)
    if head is None or rest is None:
        return Mended(False)
    first = head[0]
    for target in targets:
        known = SCHEME.sub("", target)
        for kept, start in ((True, first), (False, first.rstrip("-\u00ad"))):
            if known.startswith(SCHEME.sub("", start) + rest[0].rstrip(".,;/")):
                return Mended(True, kept)
    if first[-1] in "/-_=?&#%" or (first[-1] == "." and rest[0][0].islower() and "/" in rest[0]):
        return Mended(True, True, 0.9)
    return Mended("/" in rest[0] and rest[0][0].islower(), True, 0.8)
