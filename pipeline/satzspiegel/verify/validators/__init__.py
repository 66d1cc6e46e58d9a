"""Validators made by others, run on finished editions where they are installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from satzspiegel.editions import EPUB, HTML, PDF, Edition
from satzspiegel.verify.validators.archives import EPUBCHECK, NU, epubcheck, nu_html_checker
from satzspiegel.verify.validators.browsers import ACE, AXE, ace, axe
from satzspiegel.verify.validators.findings import findings_of
from satzspiegel.verify.validators.messages import Message
from satzspiegel.verify.validators.pdf import PAGE_VALIDATION, VERAPDF, page_validation, verapdf
from satzspiegel.verify.validators.programs import (
    NODE_MODULES,
    VERAPDF_JAR,
    VERAPDF_RELEASE,
    ValidatorMissingError,
    chromium,
    firefox,
    node,
    npm_package,
    npm_version,
    pip_version,
)
from satzspiegel.verify.validators.running import ValidatorFailedError
from satzspiegel.verify.validators.validation import Validation

__all__ = [
    "ALWAYS",
    "NODE_MODULES",
    "VALIDATORS",
    "Message",
    "Validation",
    "Validator",
    "ValidatorFailedError",
    "ValidatorMissingError",
    "ace",
    "axe",
    "chromium",
    "epubcheck",
    "findings_of",
    "firefox",
    "node",
    "npm_package",
    "nu_html_checker",
    "page_validation",
    "validate",
    "verapdf",
]
#: So many run at once: each has a Java or a browser of its own.
AT_ONCE = 2


@dataclass(frozen=True)
class Validator:
    """A validator: its name, the edition it reads, how it is asked and which version it is."""

    name: str
    edition: Edition
    ask: Callable[[Path, str], list[Message]]
    version: Callable[[], str]


#: Those that come along and take no time worth speaking of: every build asks them.
ALWAYS = (
    Validator(
        PAGE_VALIDATION,
        PDF,
        lambda path, language: page_validation(path),
        lambda: pip_version("page-validation"),
    ),
)
VALIDATORS = (
    *ALWAYS,
    Validator(
        VERAPDF,
        PDF,
        lambda path, language: verapdf(path),
        lambda: VERAPDF_RELEASE if VERAPDF_JAR.find() else "",
    ),
    Validator(
        EPUBCHECK,
        EPUB,
        lambda path, language: epubcheck(path, language=language),
        lambda: pip_version("epubcheck"),
    ),
    Validator(ACE, EPUB, ace, lambda: npm_version("@daisy/ace-core")),
    Validator(
        NU, HTML, lambda path, language: nu_html_checker(path), lambda: npm_version("vnu-jar")
    ),
    Validator(AXE, HTML, axe, lambda: npm_version("axe-core")),
)


def validate(
    files: Mapping[Edition, Path], language: str, validators: Iterable[Validator] = VALIDATORS
) -> tuple[Validation, ...]:
    """Ask every validator about its edition, where there is one; two at a time.

    ``language`` is ``de`` or ``en``; a validator that knows only one language speaks that.
    """
    wanted = [one for one in validators if one.edition in files]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(lambda one: _ask(one, files[one.edition], language), wanted))


def _ask(validator: Validator, path: Path, language: str) -> Validation:
    asked = validator.name, validator.version(), validator.edition.name, path.name
    try:
        return Validation(*asked, tuple(validator.ask(path, language)))
    except (ValidatorMissingError, ValidatorFailedError) as problem:
        return Validation(*asked, problem=problem)
