"""The validators of PDFs: page-validation, which comes along, and veraPDF, an archive of Java.

Both are asked whether a file is what it claims to be: PDF/UA-1 (ISO 14289-1), and PDF/A-2a or
PDF/A-3a (ISO 19005-2 and -3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page
import pikepdf

from satzspiegel.model import Place, Severity
from satzspiegel.verify.validators.archives import LIMIT, OPTIONS
from satzspiegel.verify.validators.messages import Message
from satzspiegel.verify.validators.programs import JAVA, VERAPDF_JAR, require
from satzspiegel.verify.validators.running import ValidatorFailedError, answer

PAGE_VALIDATION = "page-validation"
VERAPDF = "veraPDF"
VERAPDF_CLASS = "org.verapdf.apps.GreenfieldCliWrapper"
#: The rule that a file breaks which cannot be read.
BROKEN = "PARSE"
ACCESSIBLE, ARCHIVED, ARCHIVED_WITH_FILES = "ua1", "2a", "3a"
#: The part of PDF/A in the metadata, as an element or as an attribute (ISO 19005-2, 6.6.4).
CLAIMED_PART = re.compile(rb"pdfaid:part\s*(?:>|=\s*[\"'])\s*(\d)")


def page_validation(*paths: Path) -> list[Message]:
    """What page-validation finds against PDF/UA-1 and PDF/A, each rule once; in English.

    A file that it cannot read breaks the rule ``PARSE``. Raises
    :class:`~satzspiegel.verify.validators.running.ValidatorFailedError`.
    """
    return _each_once(
        message
        for path in paths
        for profile in profiles(path)
        for message in _page_messages(path, profile)
    )


def verapdf(*paths: Path, limit: float = LIMIT) -> list[Message]:
    """What veraPDF finds against PDF/UA-1 and PDF/A, each rule once; in English.

    Raises :class:`~satzspiegel.verify.validators.programs.ValidatorMissingError` and
    :class:`~satzspiegel.verify.validators.running.ValidatorFailedError`.
    """
    java, jar = require(VERAPDF, JAVA, VERAPDF_JAR)
    words = ("-cp", jar, VERAPDF_CLASS, "--format", "json", "--nonpdfext", "-f")

    def report(path: Path, profile: str) -> Any:
        return answer(VERAPDF, [java, *OPTIONS, *words, profile, path], limit)

    return _each_once(
        message
        for path in paths
        for profile in profiles(path)
        for message in _vera_messages(report(path, profile), path, profile)
    )


def profiles(path: Path) -> tuple[str, str]:
    """What a file has to be: PDF/UA-1, and the PDF/A that it claims to be, 2a or 3a."""
    return ACCESSIBLE, ARCHIVED_WITH_FILES if claimed_part(path) == "3" else ARCHIVED


def claimed_part(path: Path) -> str:
    """The part of ISO 19005 that a file's metadata claim; empty without."""
    try:
        with pikepdf.open(path) as pdf:
            metadata = pdf.Root.get("/Metadata")
            packet = metadata.read_bytes() if metadata is not None else b""
    except (pikepdf.PdfError, OSError, AttributeError):
        return ""
    found = CLAIMED_PART.search(packet)
    return found[1].decode("ascii") if found else ""


def _each_once(messages: Iterator[Message]) -> list[Message]:
    """A file that cannot be read cannot be read for any profile."""
    return list(dict.fromkeys(messages))


def _page_messages(path: Path, profile: str) -> Iterator[Message]:
    try:
        failures = page.validate_pdf(path, profile=profile).failures
    except page.ParseError as error:
        yield Message(PAGE_VALIDATION, BROKEN, Severity.ERROR, Place(path.name), str(error))
        return
    except page.PageError as error:
        raise ValidatorFailedError(PAGE_VALIDATION, str(error), 0) from error
    by_rule: dict[str, list[page.ValidationFailure]] = {}
    for failure in failures:
        by_rule.setdefault(failure.rule_id, []).append(failure)
    for rule, found in by_rule.items():
        where = found[0].object_id
        text = found[0].message + (f" (object {where.object_number})" if where else "")
        place = Place(path.name)
        yield Message(PAGE_VALIDATION, rule, Severity.ERROR, place, text, len(found))


def _vera_messages(report: Any, path: Path, profile: str) -> Iterator[Message]:
    """The rules that a file breaks, named by profile, clause and test: ``ua1-7.9-1``."""
    for job in report["report"]["jobs"]:
        results = job.get("validationResult")
        if not results:
            yield _trouble(job.get("taskException", {}), path)
            continue
        for result in results if isinstance(results, list) else [results]:
            for rule in result["details"]["ruleSummaries"]:
                yield _vera_message(rule, path, profile)


def _trouble(exception: Any, path: Path) -> Message:
    """Why veraPDF did not come to its rules: a file that is none, or veraPDF itself."""
    words = str(exception.get("exceptionMessage", "no answer"))
    if exception.get("type") != BROKEN:
        raise ValidatorFailedError(VERAPDF, words, 0)
    return Message(VERAPDF, BROKEN, Severity.ERROR, Place(path.name), words)


def _vera_message(rule: Any, path: Path, profile: str) -> Message:
    checks = rule.get("checks") or [{}]
    text = checks[0].get("errorMessage") or rule["description"]
    name = f"{profile}-{rule['clause']}-{rule['testNumber']}"
    count = int(rule.get("failedChecks") or 1)
    return Message(VERAPDF, name, Severity.ERROR, Place(path.name), str(text), count)
