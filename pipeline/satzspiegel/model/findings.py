"""Places in the manuscript, what was found there, and what is left alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, order=True)
class Place:
    """A position in the manuscript: file relative to the manuscript, line and column from 1."""

    file: str
    line: int = 0
    column: int = 0

    @classmethod
    def at(cls, file: str, text: str, offset: int, first: int = 1) -> Place:
        """The place of a character in a text whose ``first`` line has that number."""
        line = first + text.count("\n", 0, offset)
        return cls(file, line, offset - text.rfind("\n", 0, offset))

    def __str__(self) -> str:
        """``kapitel-2.md:41:18``, without the numbers that are not known."""
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.file, *numbers])


class Severity(StrEnum):
    """How much a finding weighs: only errors fail a build."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """Something to tell the editor. ``code`` names a text in ``messages/*.toml``."""

    code: str
    severity: Severity
    place: Place | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """Characters in one language; ``protected`` ones are read by the rules, never changed."""

    text: str
    language: str = "de-DE"
    protected: bool = False


@dataclass(frozen=True)
class Silence:
    """A comment that silences rules at one place: ``<!-- satzspiegel: ok N3 -->``.

    Inside a line it answers for the words before it on that line; alone on its line
    (``whole_line``) for all of line ``line``, the next with text.
    """

    file: str
    line: int
    column: int
    rules: tuple[str, ...]
    whole_line: bool = False
    place: Place | None = None
