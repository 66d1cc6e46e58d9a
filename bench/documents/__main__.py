"""``python -m bench.documents [COUNT [FIRST]]``: random manuscripts, each made into pages.

Prints what is broken, seed by seed, and in the end how many were whole, how many pages short.
"""

from __future__ import annotations

import sys
from multiprocessing import Pool

from bench.documents.seeds import judged

#: Documents that one process makes: a style's caches would grow with each.
PER_PROCESS = 20


def main(count: int = 1000, first: int = 0) -> int:
    """Judge so many seeds; 1 if one is broken."""
    whole = pages = notes = short = even = alone = 0
    with Pool(maxtasksperchild=PER_PROCESS) as pool:
        for seed, found in pool.imap(judged, range(first, first + count)):
            if isinstance(found, str):
                print(f"{seed}: {found}", flush=True)
                continue
            for words in found.broken:
                print(f"{seed}: {words}", flush=True)
            whole += not found.broken
            alone += len(found.alone)
            pages, notes, short = pages + found.pages, notes + found.notes, short + found.short
            even += not found.short
    print(f"{count} manuscripts, {pages} pages, {notes} notes: {whole} whole")
    print(f"widows and orphans: {alone}")
    print(f"without a page of more than 2 lines of white: {even} ({short} such pages in all)")
    return int(whole != count)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
