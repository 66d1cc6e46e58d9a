"""The validators for tests: a test that wants a missing one is skipped, and said to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pytest

from satzspiegel.verify import validators

Found = TypeVar("Found")


def epubcheck(paths: Iterable[Path]) -> list[str]:
    """What EPUBCheck reports as errors and warnings."""
    return [str(one) for one in or_skip(lambda: validators.epubcheck(*paths, language="en"))]


def nu_checker(paths: Iterable[Path]) -> list[str]:
    """What the Nu HTML checker reports as errors and warnings."""
    return [str(one) for one in or_skip(lambda: validators.nu_html_checker(*paths))]


def ace(path: Path) -> list[str]:
    """What Ace reports as violations in an EPUB."""
    return [str(one) for one in or_skip(lambda: validators.ace(path, language="en"))]


def axe(path: Path) -> list[str]:
    """What axe reports as violations in a page, wide and light, narrow and dark."""
    return [str(one) for one in or_skip(lambda: validators.axe(path, language="en"))]


def or_skip(ask: Callable[[], Found]) -> Found:
    """What a validator or a browser answers; the test is skipped where it is missing."""
    try:
        return ask()
    except validators.ValidatorMissingError as missing:
        pytest.skip(f"validator missing: {missing}")
