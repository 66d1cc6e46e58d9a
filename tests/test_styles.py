"""House styles: what is wrong with one is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import lines
from satzspiegel.messages import StyleError
from satzspiegel.styles import load_style


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("[figures]\ntext = 5", "figures.text: 5"),
        ("figures = 5", "figures: 5"),
        ('[ligatures]\njoint-gap = "x"', "ligatures.joint-gap: 'x'"),
        ("[capitals]\nheadings = 3", "capitals.headings: 3"),
        ('[capitals]\nheadings = ["h1"]', "capitals.headings: ['h1']"),
        ("[capitals]\ntracking = true", "capitals.tracking: True"),
        ("[hyphenation]\nexceptions = [5]", "hyphenation.exceptions: [5]"),
        ('[type]\nsize = "groß"', "type.size: 'groß'"),
        ("face = [5]", "face: [5]"),
    ],
)
def test_a_value_of_the_wrong_type_is_named(tmp_path: Path, settings: str, named: str) -> None:
    (tmp_path / "style.toml").write_text(f'extends = "klassisch"\n{settings}\n', "utf-8")
    with pytest.raises(StyleError) as caught:
        load_style(str(tmp_path))
    (line,) = lines(caught.value.findings)
    assert named in line and "style.toml" in line


def test_a_style_may_have_keys_of_its_own(tmp_path: Path) -> None:
    text = 'extends = "klassisch"\n[type]\nsize = 10\n[own]\nkey = 3\n'
    (tmp_path / "style.toml").write_text(text, "utf-8")
    settings = load_style(str(tmp_path)).settings
    assert (settings["type"]["size"], settings["own"]) == (10, {"key": 3})
