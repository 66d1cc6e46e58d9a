"""Limits and costs of lines and pages, as a house style sets them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from satzspiegel.editions.pdf.limits import line_settings, page_settings
from satzspiegel.linebreak import BreakKind, Costs, Settings
from satzspiegel.messages import StyleError, render
from satzspiegel.pagination import Settings as PageSettings
from satzspiegel.styles import Style, load_style


def styled(**tables: object) -> Style:
    style = load_style()
    return replace(style, settings=style.settings | tables)


def test_without_any_the_values_of_the_cores_hold() -> None:
    style = styled(justification={})
    assert line_settings(style) == Settings()
    assert page_settings(style) == PageSettings()


def test_what_a_style_sets() -> None:
    costs = {"syllable": 99, "consecutive": 5, "short-last": 12.5}
    lines = line_settings(styled(**{"justification": {"hyphens": 3}, "line-costs": costs}))
    assert lines.hyphens == 3
    assert lines.costs.kinds[BreakKind.SYLLABLE] == 99
    assert lines.costs.kinds[BreakKind.COMPOUND] == Costs().kinds[BreakKind.COMPOUND]
    assert (lines.costs.consecutive, lines.costs.short_last) == (5, 12.5)
    pages = page_settings(styled(**{"page-costs": {"verso-hyphen": 9, "white-lines": 3}}))
    assert (pages.verso_hyphen, pages.white_lines) == (9, 3)


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("page-costs", "wido", 3),
        ("page-costs", "widow", "viel"),
        ("page-costs", "widow", -1),
        ("page-costs", "effort", 1),
        ("line-costs", "kinds", 1),
        ("line-costs", "hole", True),
        ("justification", "costs", 1),
        ("justification", "scaling", float("inf")),
    ],
)
def test_what_it_cannot_set_is_named(table: str, key: str, value: object) -> None:
    with pytest.raises(StyleError) as raised:
        style = styled(**{table: {key: value}})
        line_settings(style)
        page_settings(style)
    assert f"{table}.{key}" in render(raised.value.findings[0], "de")
