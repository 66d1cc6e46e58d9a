"""One random manuscript, judged."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path

from bench.documents.conditions import Judgement, judge
from bench.documents.manuscripts import manuscript


def judged(seed: int) -> tuple[int, Judgement | str]:
    """The judgement of one seed; what was raised, if anything was."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zufall.md"
        path.write_text(manuscript(seed), "utf-8")
        try:
            return seed, judge(path)
        except Exception:
            return seed, traceback.format_exc()
