"""What each stage produced, for people: one file a stage."""

from __future__ import annotations

import pprint
from dataclasses import dataclass
from pathlib import Path

from satzspiegel.model import Manuscript, Note, Publication

STAGES = ("manuscript", "notes", "structure", "typography", "pages")


@dataclass(frozen=True)
class Dump:
    """Writes the stages asked for into a folder; without stages it does nothing."""

    stages: tuple[str, ...] = ()
    folder: Path = Path()

    def write(self, stage: str, value: Manuscript | Publication | tuple[Note, ...] | str) -> None:
        """Write what a stage produced: mark-up as it is, values laid out over lines."""
        if stage not in self.stages:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if isinstance(value, str):
            (self.folder / f"{stage}.html").write_text(value, "utf-8")
        else:
            text = pprint.pformat(value, width=110, sort_dicts=False)
            (self.folder / f"{stage}.txt").write_text(text + "\n", "utf-8")
