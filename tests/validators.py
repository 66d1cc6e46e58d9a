"""The validators for tests: a test that wants a missing one is skipped, and said to be."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from satzspiegel.verify import validators


def epubcheck(paths: Iterable[Path]) -> list[str]:
    """What EPUBCheck reports as errors and warnings."""
    try:
        return validators.epubcheck(*paths)
    except validators.ValidatorMissingError as missing:
        pytest.skip(f"validator missing: {missing}")


def nu_checker(paths: Iterable[Path]) -> list[str]:
    """What the Nu HTML checker reports as errors and warnings."""
    try:
        return validators.nu_html_checker(*paths)
    except validators.ValidatorMissingError as missing:
        pytest.skip(f"validator missing: {missing}")
