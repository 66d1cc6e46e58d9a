"""Text in other languages (Q6): that language's marks and spaces, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from satzspiegel.typography.passage import FOREIGN as MASK
from satzspiegel.typography.passage import FOREIGN_SPACE, Edit
from satzspiegel.typography.profiles import FOREIGN, LIKE_THE_TEXT, NARROW, Profile, primary
from satzspiegel.typography.quotes import foreign_marks

#: French parts high punctuation from the word by a narrow space (Imprimerie nationale).
HIGH_PUNCTUATION = re.compile(r"(?<=[\w»”’)\]])[ \u00a0]?(?=[;!?])")
INSIDE = re.compile(r"(?<=«)[ \u00a0](?=\S)|(?<=\S)[ \u00a0](?=»)")


def foreign_text(text: str, language: str, profile: Profile) -> Iterator[Edit]:
    """The edits of text in a language that is not the manuscript's."""
    subtag = primary(language)
    marks = profile.marks if subtag in LIKE_THE_TEXT else FOREIGN.get(subtag)
    if marks is not None:
        # What stands outside the language's words is as good as a space to them.
        yield from foreign_marks(text.replace(MASK, " ").replace(FOREIGN_SPACE, " "), marks)


def french_spaces(text: str, profile: Profile) -> Iterator[Edit]:
    """Spaces before the high punctuation of French; those typed inside guillemets on request."""
    for match in HIGH_PUNCTUATION.finditer(text):
        yield Edit(match.start(), match.end(), NARROW, "Q6")
    if profile.bind:
        for match in INSIDE.finditer(text):
            yield Edit(match.start(), match.end(), NARROW, "Q6")
