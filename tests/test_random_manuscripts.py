"""Random manuscripts: whatever notes stand in them, and wherever, the pages are sound.

``python -m bench.documents`` does the same with a thousand.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.documents.conditions import judge
from bench.documents.manuscripts import manuscript


@pytest.mark.parametrize("seed", range(60))
def test_every_condition_holds(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "zufall.md"
    path.write_text(manuscript(seed), "utf-8")
    assert judge(path).broken == ()


def test_a_seed_is_a_manuscript() -> None:
    assert manuscript(7) == manuscript(7) != manuscript(8)
    assert manuscript(7).count("[^1]") == 2
