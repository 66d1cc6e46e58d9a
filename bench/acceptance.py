"""A manuscript put through everything that a release must pass.

``python -m bench.acceptance MANUSCRIPT`` builds all editions and prints, for each, notes, calls and
links in both directions; then what page-validation, veraPDF, EPUBCheck, Ace, the Nu HTML Checker,
axe and Lighthouse say, and which inks Ghostscript finds on pages of text.
Exit code 1 if anything fails; a validator that is missing is said loudly and does not pass in
silence.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.lighthouse import lighthouse
from satzspiegel import Result, build
from satzspiegel.editions import EDITIONS, EPUB, HTML, PRINT
from satzspiegel.messages import render
from satzspiegel.model import Severity
from satzspiegel.verify.validators import (
    Validation,
    ValidatorFailedError,
    ValidatorMissingError,
    epubcheck,
    validate,
)

#: The one thing that EPUBCheck may remark besides: a font is embedded.
USAGES = {"CSS-028"}
FULL = 100


@dataclass(frozen=True)
class Trial:
    """What was tried, what came of it, and whether that is enough; None where it was not tried."""

    name: str
    result: str
    passed: bool | None


def main(manuscript: Path) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result = build(manuscript, output=folder)
        for finding in result.findings:
            print(render(finding, result.language))
        for edition, figures in result.figures.items():
            print(f"{edition}: {', '.join(f'{n} {label}' for label, n in figures.items())}")
        trials = [
            Trial("build", "no errors" if result.ok else "errors", result.ok),
            Trial("notes, calls and links", "the same in all editions", _complete(result)),
            *_trials(folder, result),
        ]
    for trial in trials:
        mark = {True: "passed ", False: "FAILED ", None: "MISSING"}[trial.passed]
        print(f"{mark} {trial.name}: {trial.result}")
    return int(any(trial.passed is not True for trial in trials))


def _complete(result: Result) -> bool:
    """Every edition has as many notes, calls and landing links as the others."""
    names = ("notes", "calls", "links to notes", "links back")
    texts = [figures for figures in result.figures.values() if "notes" in figures]
    counts = {tuple(figures[name] for name in names) for figures in texts}
    return len(counts) == 1 and all(len(set(count)) == 1 for count in counts)


def _trials(folder: Path, result: Result) -> Iterable[Trial]:
    files = {one: folder / f"{result.publication}{one.suffix}" for one in EDITIONS}
    book, page = files[EPUB], files[HTML]
    if not all(path.is_file() for path in files.values()):
        yield Trial("editions", "some are missing", False)
        return
    for validation in validate(files, result.language):
        yield _validated(validation)
    coloured = result.figures[PRINT.name]["pages with colour"]
    yield _tried("inks of the print edition", lambda: _inks(files[PRINT], coloured))
    yield _tried("EPUBCheck's usages", lambda: _usages(book))
    yield _tried("Lighthouse", lambda: _scores(page))


def _validated(validation: Validation) -> Trial:
    name = f"{validation.validator} {validation.version}".strip()
    if validation.problem:
        missing = isinstance(validation.problem, ValidatorMissingError)
        return Trial(name, str(validation.problem), None if missing else False)
    for message in validation.messages:
        print(f"{validation.validator}: {message}")
    errors, warnings = (validation.count(one) for one in (Severity.ERROR, Severity.WARNING))
    return Trial(name, f"{errors} errors, {warnings} warnings", not validation.messages)


def _tried(name: str, attempt: Callable[[], tuple[str, bool]]) -> Trial:
    try:
        return Trial(name, *attempt())
    except ValidatorMissingError as missing:
        return Trial(name, str(missing), None)
    except ValidatorFailedError as failure:
        return Trial(name, str(failure), False)


def _usages(book: Path) -> tuple[str, bool]:
    """Errors and warnings are told elsewhere."""
    found = epubcheck(book, usages=True)
    rules = {message.rule for message in found if message.severity is Severity.HINT}
    return ", ".join(sorted(rules)) or "none", rules <= USAGES


def _inks(pages: Path, coloured: int) -> tuple[str, bool]:
    """How many pages have cyan, magenta or yellow, as Ghostscript paints them."""
    ghostscript = shutil.which("gs")
    if ghostscript is None:
        raise ValidatorMissingError("inks", "Ghostscript", "apt install ghostscript")
    command = [ghostscript, "-q", "-o", "-", "-sDEVICE=inkcov", pages]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    rows = [list(map(float, line.split()[:4])) for line in said.splitlines() if "CMYK" in line]
    found = sum(any(row[:3]) for row in rows)
    return f"{found} of {len(rows)} pages in colour, {coloured} of them meant", found == coloured


def _scores(page: Path) -> tuple[str, bool]:
    scores = lighthouse(page)
    return ", ".join(map(str, scores)), all(score.points == FULL for score in scores)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "manuscript")))
