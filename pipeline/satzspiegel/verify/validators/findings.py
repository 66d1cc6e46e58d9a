"""What validators say → findings: what it means to an editor, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from satzspiegel.model import Finding, Place, Severity
from satzspiegel.verify.validators.messages import Message
from satzspiegel.verify.validators.programs import ValidatorMissingError
from satzspiegel.verify.validators.running import ValidatorFailedError
from satzspiegel.verify.validators.themes import PDF_THEMES, Theme
from satzspiegel.verify.validators.validation import Validation

#: So many findings of one kind in one edition are told one by one.
TOLD = 20


#: EPUBCheck's rules for what does not fit a schema, and all that the Nu HTML checker says of HTML.
SCHEMA = "RSC-005 RSC-017 HTML"
#: The first that covers a message names it.
THEMES = (
    Theme("validated-id", SCHEMA, r"duplicate id|\bID\b|“id”|\"id\""),
    Theme("validated-id", "duplicate-id*"),
    Theme("validated-alternative-text", SCHEMA, r"\balt\b"),
    Theme(
        "validated-alternative-text", "*image-alt *-img-alt area-alt object-alt image-redundant-*"
    ),
    Theme("validated-link", "RSC-007* RSC-008 RSC-011 RSC-012 RSC-014 skip-link"),
    Theme("validated-link-name", "link-name link-in-text-block ACC-004 ACC-011"),
    Theme("validated-remote", "RSC-006* RSC-031 OPF-018*"),
    Theme("validated-broken", "RSC-001 RSC-002 RSC-003 RSC-016 PKG-*"),
    Theme("validated-page-source", "OPF-066 epub-pagesource"),
    Theme("validated-page-list", "NAV-003 epub-pagelist-* pagebreak-label *printPageNumbers*"),
    Theme("validated-contents", "NAV-* NCX-* OPF-050 epub-toc-order"),
    Theme("validated-language", SCHEMA, r"\blang\b"),
    Theme("validated-language", "epub-lang html-has-lang html-*lang-* valid-lang OPF-092"),
    Theme("validated-contrast", "color-contrast*"),
    Theme("validated-headings", "heading-order page-has-heading-one empty-heading p-as-heading"),
    Theme("validated-title", "document-title epub-title"),
    Theme("validated-metadata", "metadata-*"),
    Theme("validated-package", "OPF-*"),
    Theme("validated-table", "td-* th-* scope-* table-* *-table-header ACC-005 ACC-006 ACC-012"),
    Theme("validated-roles", "aria-* landmark-* region list* dlitem definition-list epub-type-*"),
    Theme(
        "validated-operation", "meta-viewport* target-size scrollable-* tabindex focus-* nested-*"
    ),
    Theme("validated-style-sheet", "CSS CSS-*"),
    Theme("validated-markup", f"{SCHEMA} HTM-*"),
    *PDF_THEMES,
)
OTHER = "validated-other"


def findings_of(validations: Iterable[Validation]) -> tuple[Finding, ...]:
    """All that validators found, those that failed and, as hints, those that are missing."""
    return tuple(finding for one in validations for finding in _findings(one))


def _findings(validation: Validation) -> Iterator[Finding]:
    problem = validation.problem
    if isinstance(problem, ValidatorMissingError):
        yield _missing(problem)
    elif isinstance(problem, ValidatorFailedError):
        yield _failed(problem, validation.file)
    yield from _told(validation)


def _told(validation: Validation) -> Iterator[Finding]:
    """The messages, of each kind no more than one reads."""
    kinds: dict[str, list[Finding]] = {}
    for message in validation.messages:
        code = next((theme.code for theme in THEMES if theme.covers(message)), OTHER)
        kinds.setdefault(code, []).append(_found(code, message))
    for found in kinds.values():
        yield from found[:TOLD]
        if rest := found[TOLD:]:
            values = {"validator": validation.validator, "count": str(len(rest))}
            severity = next((f.severity for f in rest if f.severity is Severity.ERROR), None)
            place = Place(validation.file)
            yield Finding("validated-more", severity or Severity.WARNING, place, values)


def _found(code: str, message: Message) -> Finding:
    source = f"{message.validator} {message.rule}".strip()
    if message.count > 1:
        source = f"{source}, {message.count} ×"
    text = " ".join(message.text.split()).removesuffix(".")
    return Finding(code, message.severity, message.place, {"source": source, "text": text})


def _missing(problem: ValidatorMissingError) -> Finding:
    values = {
        "validator": problem.validator,
        "missing": problem.missing,
        "command": problem.command,
    }
    return Finding("validator-missing", Severity.HINT, None, values)


def _failed(problem: ValidatorFailedError, file: str) -> Finding:
    values = {"validator": problem.validator}
    if problem.reason:
        values["reason"] = problem.reason.removesuffix(".")
        return Finding("validator-failed", Severity.WARNING, Place(file), values)
    values["seconds"] = f"{problem.limit:g}"
    return Finding("validator-slow", Severity.WARNING, Place(file), values)
