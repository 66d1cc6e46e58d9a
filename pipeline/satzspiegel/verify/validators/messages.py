"""What validators say, in one form for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from satzspiegel.model import Place, Severity


@dataclass(frozen=True)
class Message:
    """One message. ``severity`` is a hint for what a validator only remarks.

    ``place`` is in the file that was validated, ``essay.epub/EPUB/text.xhtml:12:5``; ``count``
    says at how many places the same was found. ``text`` is the validator's own.
    """

    validator: str
    rule: str
    severity: Severity
    place: Place
    text: str
    count: int = 1

    def __str__(self) -> str:
        """One line for a terminal: ``error RSC-012 essay.epub/…:12:5: text``."""
        rule = f" {self.rule}" if self.rule else ""
        times = f" ({self.count} ×)" if self.count > 1 else ""
        return f"{self.severity}{rule} {self.place}: {self.text}{times}"
