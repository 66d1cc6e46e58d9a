"""The corpus: ``python -m tests.fuzz.corpus FOLDER [COUNT]`` writes it, a folder for each case.

It is made, not kept: named cases first, then one out of each seed. Inputs that once failed are
kept as files in ``tests/data/fuzz``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from bench.documents.manuscripts import manuscript

from .cases import Case
from .grammar import Grammar
from .hostile import harmless, named_cases
from .metadata import metadata
from .mutations import mutated

KEPT = Path(__file__).parent.parent / "data" / "fuzz"
#: Cases out of seeds, beside those with a name.
SEEDS = 500
TEXT, METADATA = "01-text.md", "metadata.yaml"
#: How often there are faults in what the grammar writes.
FAULTS = (0.0, 0.02, 0.1, 0.4)
#: The same in cases for whole builds, and of how many of them something is broken all the same.
FEW, BROKEN = (0.0, 0.005), 4


def seeded(seed: int) -> Case:
    """The case of a seed: the same on every machine."""
    random = Random(seed)  # noqa: S311
    kinds: dict[Callable[[Random], Case], int] = {
        written: 8,
        mutated_text: 5,
        mutated_sound: 2,
        told: 3,
        mutated_files: 2,
    }
    kind = random.choices(list(kinds), list(kinds.values()))[0]
    case = kind(random)
    return Case(f"seed-{seed}-{kind.__name__}", case.files, case.given)


def buildable(seed: int) -> Case:
    """The case of a seed for a whole build: about half of them have no error and are set."""
    if seed % BROKEN == 0:
        return seeded(seed)
    random = Random(seed)  # noqa: S311
    text = Grammar(random, random.choice(FEW)).text()
    told = f"bibliography: literatur.bib\n{metadata(random, 0)}"
    files = {TEXT: text.encode(), METADATA: told.encode(), **harmless()}
    return Case(f"seed-{seed}-buildable", files)


def written(random: Random) -> Case:
    """One or two files as the grammar writes them, with metadata."""
    faults = random.choice(FAULTS)
    files = {TEXT: Grammar(random, faults).text().encode()}
    if random.random() < 0.3:
        files["02-text.md"] = Grammar(random, faults).text().encode()
    if random.random() < 0.6:
        files[METADATA] = metadata(random, faults / 4).encode()
    return Case("written", {**files, **harmless()})


def told(random: Random) -> Case:
    """Little text and metadata of every kind, before it or beside it."""
    told, text = metadata(random, random.choice(FAULTS)), Grammar(random, 0).text()[:400]
    if random.random() < 0.5:
        return Case("told", {TEXT: text.encode(), METADATA: told.encode(), **harmless()})
    together = f"---\n{told}---\n\n{text}".encode()
    return Case("told", {"text.md": together, **harmless()}, given="text.md")


def mutated_text(random: Random) -> Case:
    """What the grammar wrote, broken."""
    case = written(random)
    return Case("mutated", {**case.files, TEXT: mutated(case.files[TEXT], random)})


def mutated_sound(random: Random) -> Case:
    """A sound manuscript, broken; only its beginning, because bytes break in short ones as well."""
    sound = manuscript(random.randrange(50)).encode()[: random.choice([900, 3000])]
    return Case("sound", {"text.md": mutated(sound, random)}, given="text.md")


def mutated_files(random: Random) -> Case:
    """Images, metadata or bibliography, broken."""
    figures = "\n\n".join(f"![Bild.]({name}){{alt='Bild'}}" for name in list(harmless())[:3])
    files = {
        TEXT: f"# A\n\nWort.[@illich, S. 5]\n\n{figures}\n".encode(),
        METADATA: f"bibliography: literatur.bib\n{metadata(random, 0)}".encode(),
        **harmless(),
    }
    for name in random.sample([*list(harmless())[:3], "literatur.bib", METADATA], 1):
        files[name] = mutated(files[name], random)
    return Case("files", files)


def kept_cases() -> Iterator[Case]:
    """Inputs that once failed: a file or a folder each."""
    for path in sorted(KEPT.iterdir()):
        inside = [path] if path.is_file() else [p for p in sorted(path.rglob("*")) if p.is_file()]
        root = path.parent if path.is_file() else path
        files = {p.relative_to(root).as_posix(): p.read_bytes() for p in inside}
        yield Case(f"kept-{path.stem}", files, given=path.name if path.is_file() else "")


def corpus(count: int = SEEDS) -> Iterator[Case]:
    """All cases, and those of so many seeds."""
    yield from named_cases()
    yield from kept_cases()
    yield from map(seeded, range(count))


def main(folder: Path, count: int = SEEDS) -> None:
    """Write the corpus below ``folder``."""
    number = 0
    for number, case in enumerate(corpus(count), 1):  # noqa: B007
        case.write(folder / case.name)
    print(f"{number} manuscripts in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
