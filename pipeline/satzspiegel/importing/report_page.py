"""The report of an import as a page: one HTML file that needs nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import jinja2

from satzspiegel.importing.account import Account
from satzspiegel.importing.alignment import Span
from satzspiegel.importing.comments import PERCENT, PlacedDoubt, place_said
from satzspiegel.importing.draft import Change, Spot
from satzspiegel.importing.report import REVIEW, Group, Report, counts, groups
from satzspiegel.messages import advice, message
from satzspiegel.model import Finding, Severity
from satzspiegel.version import VERSION

TEMPLATE = "report.html.jinja"
WORDS = "report_words.toml"
#: So many changes of one reason, spans and findings are shown; all are in the JSON.
SHOWN = 200
#: So much of a long text is shown.
QUOTED = 240
NARROW = "\u202f"
Words = dict[str, Any]


@dataclass(frozen=True)
class DoubtRow:
    """A doubt in words; ``where`` is its place in the manuscript."""

    number: int
    said: str
    sure: str
    source: str
    where: str


@dataclass(frozen=True)
class ChangeRow:
    """A change in words."""

    place: str
    removed: str
    added: str


@dataclass(frozen=True)
class ChangeGroup:
    """Changes for one reason in words; ``more`` are not shown."""

    name: str
    count: int
    rows: tuple[ChangeRow, ...]
    more: int


@dataclass(frozen=True)
class FindingRow:
    """A finding in words."""

    code: str
    said: str
    advice: str
    place: str


def write_report_page(report: Report) -> bytes:
    """The report as HTML, in the manuscript's language."""
    written, language = report.written, report.written.language
    several = len(report.reads) > 1
    page = template(TEMPLATE).render(
        language=language,
        words=words_of(language),
        version=VERSION,
        review=REVIEW,
        title=written.title,
        balance=report.balance,
        balance_rows=list(_balance(report.balance)),
        reads=report.reads,
        files=list(written.files),
        counts=counts(report),
        doubts=[doubt_row(doubt, language, several=several) for doubt in written.doubts],
        groups=[_group(group, language, several) for group in groups(report)],
        spans={name: _spans(report.balance, name) for name in ("lost", "gained", "displaced")},
        findings=[(s.value, list(_findings(report, s, language))) for s in Severity],
    )
    return page.encode()


def doubt_row(placed: PlacedDoubt, language: str, *, several: bool) -> DoubtRow:
    """A doubt in words, with the name of its source if there are several."""
    doubt = placed.doubt
    finding = Finding(doubt.code, Severity.WARNING, None, dict(doubt.values))
    return DoubtRow(
        number=placed.number,
        said=message(finding, language),
        sure=f"{100 * doubt.probability:.0f}{PERCENT[language]}",
        source=_place(doubt.spot, language, several),
        where=f"{placed.place.file}:{placed.place.line}",
    )


def figures_said(figures: Mapping[str, int], language: str) -> str:
    """»1 Kapiteldatei, 24 Anmerkungen«; what there is none of is left out."""
    words = words_of(language)
    return ", ".join(
        f"{count} {words['one' if count == 1 else 'counts'][name]}"
        for name, count in figures.items()
        if count
    )


@cache
def template(name: str) -> jinja2.Template:
    """A template beside this file."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = resources.files("satzspiegel.importing").joinpath(name).read_text("utf-8")
    return environment.from_string(source)


@cache
def words_of(language: str) -> Words:
    """The words of report and review, in ``de`` or ``en``."""
    data = resources.files("satzspiegel.importing").joinpath(WORDS).read_text("utf-8")
    return dict(tomllib.loads(data)[language])


def _place(spot: Spot, language: str, several: bool) -> str:
    said = place_said(spot, language)
    return f"{spot.file}, {said}" if several else said


def _balance(balance: Account) -> Iterator[tuple[str, str]]:
    """The account line by line; what does not balance stands last."""
    lines = {
        "source-characters": balance.source,
        "removed": -balance.removed,
        "added": balance.added,
        "expected": balance.source - balance.removed + balance.added,
        "manuscript-characters": balance.manuscript,
        "metadata-characters": balance.metadata,
        "missing": sum(balance.missing.values()),
        "surplus": sum(balance.surplus.values()),
    }
    for name, value in lines.items():
        if value or name == "source-characters":
            sign = "+" if name == "added" else "\u2212" if value < 0 else ""
            yield name, sign + f"{abs(value):,}".replace(",", NARROW)


def _group(group: Group, language: str, several: bool) -> ChangeGroup:
    names = words_of(language)["reasons"]
    return ChangeGroup(
        name=names.get(group.reason, group.reason),
        count=len(group.changes),
        rows=tuple(_change(one, language, several) for one in group.changes[:SHOWN]),
        more=max(0, len(group.changes) - SHOWN),
    )


def _change(change: Change, language: str, several: bool) -> ChangeRow:
    place = _place(change.spot, language, several)
    return ChangeRow(place, _quoted(change.removed), _quoted(change.added))


def _spans(balance: Account, name: str) -> list[Span]:
    spans: tuple[Span, ...] = getattr(balance, name)
    return [replace(span, text=_quoted(span.text)) for span in spans[:SHOWN]]


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]} …"


def _findings(report: Report, severity: Severity, language: str) -> Iterator[FindingRow]:
    own = [finding for finding in report.findings if finding.severity is severity]
    for finding in own[:SHOWN]:
        yield FindingRow(
            finding.values.get("rule", "") or finding.code,
            message(finding, language),
            advice(finding, language),
            str(finding.place) if finding.place else "",
        )
