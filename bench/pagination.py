"""Pages chosen: how long it takes, and how good they are, over random documents.

``python -m bench.pagination [DOCUMENTS]``: first long documents of one kind each, with the seconds
of one processor; then so many documents of all kinds (1,000 if nothing is said), checked for every
rule and counted by how many of their lines call notes.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from pagination_checker import Checker
from pagination_documents import BOOK, Mixture, random_document, random_mixture
from satzspiegel.pagination import Document, Pagination, paginate

LINES = 18_500
SAMPLE = 400
BLOCKS = 60
LONG = {
    "text and short notes": Mixture(0, variants=0.0, floats=0.0, tables=0.0, long_notes=0.0),
    "the same with variants": Mixture(0, floats=0.0, tables=0.0, long_notes=0.0),
    "all kinds of blocks": Mixture(0, floats=0.01, tables=0.02, long_notes=0.01),
    "dense and long notes": Mixture(0, calls=0.15, long_notes=0.04),
}
#: What is counted of a document's pages, by the names of costs.
COUNTED = (
    "heading", "widow", "orphan", "recto_hyphen", "white_over", "white_before_whole", "several",
    "split", "single", "no_text", "short_last", "few", "verso_hyphen", "added", "variant", "moved",
    "later", "torn", "overfull",
)  # fmt: skip


def lines_of(document: Document) -> int:
    return sum(len(block.variants[0].strips) for block in document.blocks)


def long_document(mixture: Mixture) -> Document:
    """About as many lines as a book of 600 pages has."""
    a_block = lines_of(random_document(1, replace(mixture, blocks=SAMPLE))) / SAMPLE
    return random_document(1, replace(mixture, blocks=int(LINES / a_block)))


def paid(pagination: Pagination) -> Counter[str]:
    """On how many pages something was paid for, by its name."""
    return Counter(reason.name for page in pagination.pages for reason in page.reasons)


def time_long_documents() -> None:
    print(f"{'':24}  lines  notes  pages      s  white > 2 lines")
    for name, mixture in LONG.items():
        document = long_document(mixture)
        start = time.process_time()
        pagination = paginate(document, BOOK)
        seconds = time.process_time() - start
        print(
            f"{name:24} {lines_of(document):6,} {len(document.notes):6,}"
            f" {len(pagination.pages):6,} {seconds:6.2f} {paid(pagination)['white_over']:16}"
        )


def counts(document: Document) -> Counter[str]:
    """What there is to count in the pages of one document."""
    pagination = paginate(document, BOOK)
    found = paid(pagination)
    pages = [page for page in pagination.pages if not page.blank]
    found["documents"] = 1
    found["pages"] = len(pages)
    found["versos"] = sum(not page.recto for page in pages)
    found["notes"] = len(document.notes)
    found["rules broken"] = len(Checker(document, BOOK, pagination).faults())
    found["documents with white_over"] = bool(found["white_over"])
    return found


def count(documents: int) -> None:
    columns: defaultdict[float, Counter[str]] = defaultdict(Counter)
    for seed in range(documents):
        mixture = random_mixture(seed, BLOCKS)
        found = counts(random_document(seed, mixture))
        columns[mixture.calls] += found
    shares = sorted(columns)
    print(f"{'lines with a note':26}" + "".join(f"{share:10.0%}" for share in shares))
    names = ("documents", "pages", "versos", "notes", "rules broken", "documents with white_over")
    for name in (*names, *COUNTED):
        print(f"{name:26}" + "".join(f"{columns[share][name]:10,}" for share in shares))


def main(documents: int) -> None:
    time_long_documents()
    print()
    count(documents)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
