"""Pages chosen: how long it takes, and how good they are, over random documents.

``python -m bench.pagination [DOCUMENTS]``: first long documents of one kind each, timed; then so
many documents of all kinds (1,000 if nothing is said), checked for every rule and counted.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from pagination_checker import Checker
from pagination_documents import (
    BOOK,
    Mixture,
    random_document,
    random_mixture,
)
from satzspiegel.pagination import Document, Page, Pagination, paginate

LINES = 18_500
LONG = {
    "text and short notes": Mixture(0, variants=0.0, floats=0.0, tables=0.0, long_notes=0.0),
    "the same with variants": Mixture(0, floats=0.0, tables=0.0, long_notes=0.0),
    "all kinds of blocks": Mixture(0, floats=0.01, tables=0.02, long_notes=0.01),
    "dense and long notes": Mixture(0, calls=0.15, long_notes=0.04),
}
#: White at the foot over two lines that something excuses.
EXCUSES = {"white_before_whole", "short_last", "overfull", "no_text"}


def lines_of(document: Document) -> int:
    return sum(len(block.variants[0].strips) for block in document.blocks)


def long_document(mixture: Mixture) -> Document:
    """About as many lines as a book of 600 pages has."""
    from dataclasses import replace

    blocks = 400
    per_block = lines_of(random_document(1, replace(mixture, blocks=blocks))) / blocks
    return random_document(1, replace(mixture, blocks=int(LINES / per_block)))


def time_long_documents() -> None:
    print(f"{'':24}  lines  notes  pages      s  white > 2")
    for name, mixture in LONG.items():
        document = long_document(mixture)
        start = time.process_time()
        pagination = paginate(document, BOOK)
        seconds = time.process_time() - start
        counts = Counter(names(pagination))
        print(
            f"{name:24} {lines_of(document):6,} {len(document.notes):6,}"
            f" {len(pagination.pages):6,} {seconds:6.2f} {counts['white_over']:10}"
        )


def names(pagination: Pagination) -> list[str]:
    """What was paid for, page by page."""
    return [reason.name for page in pagination.pages for reason in page.reasons]


def is_verso(page: Page) -> bool:
    return not page.recto and not page.blank


def count(documents: int) -> None:
    total: Counter[str] = Counter()
    for seed in range(documents):
        document = random_document(seed, random_mixture(seed, 60))
        pagination = paginate(document, BOOK)
        paid = Counter(names(pagination))
        total += paid
        total["documents"] += 1
        total["pages"] += len(pagination.pages)
        total["versos"] += sum(map(is_verso, pagination.pages))
        total["notes"] += len(document.notes)
        total["rules broken"] += len(Checker(document, BOOK, pagination).faults())
        total["documents with white over 2 lines"] += bool(paid["white_over"])
    width = max(map(len, total))
    for name, number in total.items():
        print(f"{name:{width}} {number:9,}")
    print(f"{'versos with a hyphen':{width}} {total['verso_hyphen'] / total['versos']:9.1%}")


def main(documents: int) -> None:
    time_long_documents()
    print()
    count(documents)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
