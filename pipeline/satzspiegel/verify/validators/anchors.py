"""CSS anchor positioning taken out of a page, for a checker that does not know it.

The Nu HTML checker reports every ``anchor()`` and ``anchor-name`` of a valid style sheet (CSS
Anchor Positioning Module Level 1, sections 2 and 3). Messages cannot be told apart by their words:
of ``max(anchor(--call top), nonsense)`` it says the same as of the right value. So it is shown a
length where an anchor function stands, and nothing where an anchor's name is declared. All else of
a declaration is checked, and an anchor function that the specification does not allow is reported.
"""

from __future__ import annotations

import re

#: What styles a page: style elements and attributes.
STYLE_ELEMENT = re.compile(r"(?is)(?<=<style)(\b[^>]*>)(.*?)(?=</style)")
STYLE_ATTRIBUTE = re.compile(r"""(?is)(?<=\sstyle=)("[^"]*"|'[^']*')""")
#: A dashed identifier, or a custom property that holds one.
NAME = r"(?:--[\w-]+|var\(\s*--[\w-]+\s*\))"
SIDE = r"(?:inside|outside|top|left|right|bottom|start|end|self-start|self-end|center|\d+%)"
LENGTH = r"-?(?:\d+\.?\d*|\.\d+)(?:[a-z]+|%)?"
#: Section 3.1: a name and a side in either order, then perhaps a length to fall back on.
FUNCTION = re.compile(
    rf"(?i)\banchor\(\s*(?:{NAME}\s+{SIDE}|{SIDE}\s+{NAME}|{SIDE})\s*(?:,\s*{LENGTH}\s*)?\)"
)
#: Sections 2.1, 2.2 and 2.4: the properties that name anchors.
DECLARATION = re.compile(
    rf"(?i)(?<=[{{;\s\"'/])(?:anchor-(?:name|scope)|position-anchor)\s*:\s*{NAME}"
    rf"(?:\s*,\s*{NAME})*\s*(?:;|(?=[}}\"']))"
)
A_LENGTH = "0px"


def without_anchors(page: str) -> str:
    """An HTML page without anchors, each character of the others where it was."""
    page = STYLE_ELEMENT.sub(lambda found: found[1] + _plain(found[2]), page)
    return STYLE_ATTRIBUTE.sub(lambda found: _plain(found[1]), page)


def _plain(style: str) -> str:
    style = DECLARATION.sub(lambda found: _blank(found[0]), style)
    return FUNCTION.sub(lambda found: A_LENGTH + _blank(found[0])[len(A_LENGTH) :], style)


def _blank(text: str) -> str:
    """Spaces for all but the ends of lines."""
    return re.sub(r"[^\n]", " ", text)
