"""A manuscript put through everything that a release must pass.

``python -m bench.acceptance MANUSCRIPT`` builds all editions and prints, for each, notes, calls and
links in both directions; then EPUBCheck and the Nu HTML checker. Exit code 1 if anything fails; a
validator that is missing is said loudly and does not pass in silence.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from satzspiegel import Result, build
from satzspiegel.messages import render
from satzspiegel.verify.validators import (
    ValidatorMissingError,
    epubcheck,
    nu_html_checker,
)


def main(manuscript: Path) -> int:
    with tempfile.TemporaryDirectory() as name:
        result = build(manuscript, output=Path(name))
        failed = not result.ok
        for finding in result.findings:
            print(render(finding, result.language))
        for edition, figures in result.figures.items():
            print(f"{edition}: {', '.join(f'{n} {label}' for label, n in figures.items())}")
        failed |= not _complete(result)
        skipped: list[str] = []
        for label, check, suffix in (
            ("EPUBCheck", epubcheck, ".epub"),
            ("Nu HTML checker", nu_html_checker, ".html"),
        ):
            path = Path(name) / f"{result.publication}{suffix}"
            failed |= _validated(label, check, path, skipped)
    unchecked = f", NOT CHECKED: {'; '.join(skipped)}" if skipped else ""
    print(("FAILED" if failed else "passed") + unchecked)
    return int(failed)


def _complete(result: Result) -> bool:
    """Every edition has as many notes, calls and landing links as the others."""
    names = ("notes", "calls", "links to notes", "links back")
    counts = {tuple(figures[name] for name in names) for figures in result.figures.values()}
    return len(counts) == 1 and all(len(set(count)) == 1 for count in counts)


def _validated(label: str, check: Callable[..., list[str]], path: Path, skipped: list[str]) -> bool:
    try:
        messages = check(path)
    except ValidatorMissingError as missing:
        skipped.append(str(missing))
        return False
    print(f"{label}: {len(messages)} errors and warnings")
    for message in messages:
        print(f"  {message}")
    return bool(messages)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "manuscript")))
