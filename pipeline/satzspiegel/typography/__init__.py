"""Micro-typography: what an author types plainly, as a German typesetter would set it.

A pure core: runs of characters in, characters out (:func:`set_text`), and remarks on what no rule
can mend by itself (:mod:`satzspiegel.typography.lints`). The rules are those of docs/typografie.md.
"""

from __future__ import annotations

import re
from dataclasses import replace

from satzspiegel.model import Run
from satzspiegel.typography.markdown import Piece, paragraphs
from satzspiegel.typography.profiles import PROFILES, Profile
from satzspiegel.typography.rules import MANY_SPACES, set_text

BLANK_LINES = re.compile(r"(\n[ \t]*\n\s*)")


def apply_text(text: str, profile: str | Profile = "de-DE", markdown: bool = False) -> str:
    """German text, plain or Markdown, as it is to be set.

    ``profile`` is one of de-DE, de-DE-guillemets, de-AT, de-CH, or a :class:`Profile`; KeyError
    for an unknown name. Paragraphs are parted by blank lines. Applying twice changes nothing.
    """
    how = PROFILES[profile] if isinstance(profile, str) else profile
    if markdown:
        return "".join(_set_pieces(pieces, how) for pieces in paragraphs(text, how.name))
    return "".join(
        part if index % 2 or not part else set_text([Run(part)], how)[0][0]
        for index, part in enumerate(BLANK_LINES.split(text))
    )


def _set_pieces(pieces: list[Piece], how: Profile) -> str:
    """One paragraph. Spaces on both sides of a comment are not two spaces: W1 looks at pieces."""
    runs = [_one_space(piece.run, how) for piece in pieces if piece.run is not None]
    texts = iter(set_text(runs, how.without("W1"))[0] if runs else ())
    return "".join(next(texts) if piece.run is not None else piece.text for piece in pieces)


def _one_space(run: Run, how: Profile) -> Run:
    if run.protected or "W1" in how.off:
        return run
    return replace(run, text=MANY_SPACES.sub(" ", run.text))
