"""The report as a page: one HTML file that needs nothing else, on a screen or on paper."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from satzspiegel.messages import advice, message
from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.verify.layout import layout_figures
from satzspiegel.verify.lines import LOOSE
from satzspiegel.verify.page_views import Pages, page_views
from satzspiegel.verify.pages import WHITE
from satzspiegel.verify.report import kept_remarks
from satzspiegel.verify.validators.validation import Validation
from satzspiegel.version import VERSION
from satzspiegel.walks import plain_text

TEMPLATE = "report.html.jinja"
WORDS = "report_words.toml"
NARROW = "\u202f"
Words = dict[str, Any]


@dataclass(frozen=True)
class KeptPages:
    """The part on the pages that a report of the same build had, and the findings on them."""

    markup: str
    remarks: tuple[Finding, ...]


@dataclass(frozen=True)
class Item:
    """A finding as it is shown; ``number`` is 0 for one that is on no page."""

    code: str
    severity: str
    message: str
    advice: str
    place: str
    number: int


@dataclass(frozen=True)
class Group:
    """Findings with one code; ``advice`` is what holds for all of them."""

    code: str
    advice: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Row:
    """A figure with its aim; both are words. ``met`` is None without one."""

    name: str
    value: str
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Shown:
    """A figure of the layout in the report, as a number or in per cent, and its bounds."""

    name: str
    is_share: bool = False
    most: float | None = None
    least: float | None = None

    def say(self, value: float) -> str:
        """The value in words."""
        return f"{100 * value:.1f}{NARROW}%" if self.is_share else f"{value:.4g}"

    @property
    def aim(self) -> str:
        """The bound in words; none has more than one."""
        if self.most is not None:
            return f"≤ {self._bound(self.most)}" if self.most else self._bound(0)
        return f"≥ {self._bound(self.least)}" if self.least is not None else ""

    def _bound(self, value: float) -> str:
        return f"{100 * value:g}{NARROW}%" if self.is_share else f"{value:g}"


#: In this order.
SHOWN = (
    Shown("pages of text"),
    Shown("lines"),
    Shown("share of hyphens", is_share=True),
    Shown("most hyphens in a row", most=2),
    Shown("word space", is_share=True),
    Shown("spread of word spaces", is_share=True),
    Shown("narrowest word space", is_share=True),
    Shown("widest word space", is_share=True, most=LOOSE),
    Shown("spread of scaling", is_share=True),
    Shown("loose lines", most=0),
    Shown("tight lines"),
    Shown("lines on the grid", is_share=True, least=1),
    Shown("widows", most=0),
    Shown("orphans", most=0),
    Shown("hyphens at recto ends", most=0),
    Shown("versos with a hyphen at the end", is_share=True, most=0.1),
    Shown("notes split"),
    Shown("most white", most=WHITE),
    Shown("pages with white", most=0),
)


def write_report_page(
    publication: Publication,
    build_id: str,
    counted: Mapping[str, Mapping[str, int]],
    findings: Sequence[Finding],
    language: str,
    pages: Pages | KeptPages | None = None,
    validations: Sequence[Validation] = (),
) -> bytes:
    """The report as HTML, in ``de`` or ``en``; ``findings`` are all, those on pages included.

    Without ``pages``, as when the PDF was not made, it has no pictures. ``validations`` are what
    validators made by others said.
    """
    words = _words(language)
    kept = pages if isinstance(pages, KeptPages) else None
    pages = pages if isinstance(pages, Pages) else None
    remarks = kept.remarks if kept else _remarks(pages)
    numbers = {id(remark): number for number, remark in enumerate(remarks, start=1)}
    items = [_item(finding, numbers.get(id(finding), 0), language) for finding in findings]
    measured = layout_figures(pages.layout) if pages else {}
    page = _template().render(
        language=language,
        words=words,
        version=VERSION,
        build=build_id,
        title=plain_text(publication.metadata.title),
        names=[person.name for person in publication.metadata.contributors],
        failed=any(finding.severity is Severity.ERROR for finding in findings),
        severities=[(severity.value, _groups(items, severity)) for severity in Severity],
        counts={severity.value: _count(items, severity) for severity in Severity},
        editions=list(counted),
        edition_rows=list(_edition_rows(counted, words)),
        validations=[(one, said_of(one, language)) for one in validations],
        kept=Markup(kept.markup) if kept else "",  # noqa: S704 - our own report's
        layout_rows=list(_layout_rows(measured, words)),
        pages=page_views(pages) if pages else (),
        items={n: _item(finding, n, language) for n, finding in enumerate(remarks, start=1)},
    )
    return page.encode()


def said_of(validation: Validation, language: str) -> str:
    """The result of a validator in words, »keine Fehler«, in ``de`` or ``en``."""
    errors, warnings = (validation.count(one) for one in (Severity.ERROR, Severity.WARNING))
    said: str = _words(language)["validations"][validation.state]
    return said.format(errors=errors, warnings=warnings)


def kept_pages(report: Path, build_id: str, layout: Mapping[str, Any] | None) -> KeptPages | None:
    """The pages in a report page of the same build; None if there is none.

    ``layout`` is what :func:`~satzspiegel.verify.report.kept_layout` found.
    """
    try:
        page = report.read_text("utf-8")
    except (OSError, ValueError):
        return None
    start, end = f"<!-- pages of {build_id} -->\n", "<!-- end of pages -->"
    kept = page.partition(start)[2].partition(end)[0]
    return KeptPages(kept, kept_remarks(layout)) if kept and layout is not None else None


def _remarks(pages: Pages | None) -> tuple[Finding, ...]:
    return tuple(remark.finding for remark in pages.remarks) if pages else ()


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = resources.files("satzspiegel.verify").joinpath(TEMPLATE).read_text("utf-8")
    return environment.from_string(source)


@cache
def _words(language: str) -> Words:
    data = resources.files("satzspiegel.verify").joinpath(WORDS).read_text("utf-8")
    return dict(tomllib.loads(data)[language])


# -------------------------------------------------------------------------------------- findings


def _item(finding: Finding, number: int, language: str) -> Item:
    return Item(
        code=finding.values.get("rule", "") or finding.code,
        severity=finding.severity.value,
        message=message(finding, language),
        advice=advice(finding, language),
        place=str(finding.place) if finding.place else "",
        number=number,
    )


def _groups(items: Sequence[Item], severity: Severity) -> list[Group]:
    """The findings of a severity by their codes, in the order in which those first appear."""
    own = [item for item in items if item.severity == severity.value]
    order = list(dict.fromkeys(item.code for item in own))
    own.sort(key=lambda item: order.index(item.code))
    return [_group(code, tuple(run)) for code, run in groupby(own, key=lambda item: item.code)]


def _group(code: str, items: tuple[Item, ...]) -> Group:
    advices = {item.advice for item in items}
    return Group(code, advices.pop() if len(advices) == 1 else "", items)


def _count(items: Sequence[Item], severity: Severity) -> int:
    return sum(item.severity == severity.value for item in items)


# --------------------------------------------------------------------------------------- figures


def _edition_rows(
    counted: Mapping[str, Mapping[str, int]], words: Words
) -> Iterator[tuple[str, list[str]]]:
    """What was counted: a name, and a number for each edition."""
    editions = list(counted.values())
    for name in dict.fromkeys(name for numbers in editions for name in numbers):
        yield words["counts"][name], [str(numbers.get(name, "–")) for numbers in editions]


def _layout_rows(measured: dict[str, float], words: Words) -> Iterator[Row]:
    """The figures of the layout that were measured, those with an aim beside it."""
    for shown in SHOWN:
        if shown.name in measured:
            value = measured[shown.name]
            met = value <= shown.most if shown.most is not None else None
            met = value >= shown.least if shown.least is not None else met
            said = shown.say(value).replace(".", words["decimal"])
            yield Row(words["figures"][shown.name], said, shown.aim, met)
