"""Break points of addresses (URLs, DOIs, e-mail addresses): without a hyphen.

The rule of the trade (The Chicago Manual of Style, 17th edition, 7.46 and 14.18): a line ends after
a colon, a slash, a double slash or an @, and before any other sign, so that no sign at a line's end
is taken for punctuation. Above all no line ends in a hyphen, which might be one that was put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Fewest characters at either end, so that no line begins or ends with a crumb of an address.
ENDS = 3
AFTER = frozenset("/:@")
BEFORE = frozenset(".,~-\u2010\u2011_?#=&%+;|(*$")
#: An address in running text: with a scheme, with www, a host with a path, a DOI (ISO 26324), an
#: e-mail address.
ADDRESS = re.compile(
    r"""(?x)
    (?<![\w@./-]) (?:
        [A-Za-z][A-Za-z0-9+.-]* :// [^\s«»‹›„“”"<>]+
        | (?: mailto | doi | urn | tel ) : [^\s«»‹›„“”"<>]+
        | www \. [^\s«»‹›„“”"<>]+
        | (?: [\w-]+ \. )+ [a-z]{2,} / [^\s«»‹›„“”"<>]*
        | 10 \. \d{4,9} / [^\s«»‹›„“”"<>]+
        | [\w.+-]+ @ (?: [\w-]+ \. )+ [a-z]{2,}
    )
    """
)
#: What ends a sentence, not the address in it. A bracket goes with its other half.
TRAILING = ".,;:!?…’'*"
BRACKETS = {")": "(", "]": "["}


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses begin and end in a text, without the punctuation behind them."""
    for match in ADDRESS.finditer(text):
        start, end = match.span()
        while end > start and _is_trailing(text[start:end]):
            end -= 1
        yield start, end


def _is_trailing(address: str) -> bool:
    """Whether the last character belongs to the sentence around."""
    last = address[-1]
    opening = BRACKETS.get(last)
    return last in TRAILING or (opening is not None and opening not in address)


def address_breaks(text: str) -> tuple[int, ...]:
    """Break points of an address: the offset of the character after each.

    None inside »//«, »...« and other signs in a row, none in numbers (»10.1000«), and at least
    :data:`ENDS` characters before the first and after the last.
    """
    ends = range(ENDS, len(text) - ENDS + 1)
    return tuple(at for at in ends if _breaks(text[at - 1], text[at], text[at + 1]))


def _breaks(before: str, after: str, next_one: str) -> bool:
    """Whether a line may end between two characters of an address."""
    if before in AFTER:
        return after not in AFTER and after not in ")-\u2010\u2011"
    if after not in BEFORE or not (before.isalnum() or before in BRACKETS):
        return False
    return not (before.isdigit() and next_one.isdigit())
