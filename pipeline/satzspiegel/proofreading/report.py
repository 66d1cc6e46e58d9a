"""How a slip is reported: which rule, which words, where, and what to write instead."""

from __future__ import annotations

from satzspiegel.model import Finding, Place, Severity


def report(
    code: str,
    severity: Severity,
    place: Place | None,
    rule: str,
    words: str,
    instead: str = "",
    **more: str,
) -> Finding:
    """A finding about ``words`` at ``place``; ``instead`` is what to write where that is known."""
    values = {"rule": rule, "words": words, "instead": instead, **more}
    return Finding(code, severity, place, values)
