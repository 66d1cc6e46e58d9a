"""Words of a Hunspell dictionary, as far as igerman98 needs it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: Flags of igerman98: beginning or middle of a compound, only there, only in compounds, no word.
EARLIER_FLAGS = frozenset("ij")
ONLY_EARLIER, ONLY_COMPOUND, FORBIDDEN = "h", "o", "d"

#: What is cut off, what is put on, and after what.
Suffix = tuple[str, str, re.Pattern[str]]


@dataclass
class Usage:
    """How a form, in lower case, may be used."""

    last: bool = False
    earlier: bool = False
    noun: bool = False


@dataclass(frozen=True)
class Dictionary:
    """The forms of a dictionary."""

    forms: dict[str, Usage] = field(default_factory=dict)


def read_dictionary(folder: Path) -> Dictionary:
    """All forms of ``index.dic`` with the suffixes of ``index.aff``."""
    suffixes = _suffixes(folder / "index.aff")
    dictionary = Dictionary()
    for line in (folder / "index.dic").read_text("utf-8").splitlines()[1:]:
        word, _, flags = line.strip().partition("/")
        if word.isalpha() and FORBIDDEN not in flags:
            _add(dictionary.forms, word, flags, suffixes)
    return dictionary


def read_forms(folder: Path) -> Iterator[str]:
    """All forms that are words by themselves, in their own case."""
    suffixes = _suffixes(folder / "index.aff")
    for line in (folder / "index.dic").read_text("utf-8").splitlines()[1:]:
        word, _, flags = line.strip().partition("/")
        if word.isalpha() and not set(flags) & {FORBIDDEN, ONLY_EARLIER, ONLY_COMPOUND}:
            forms = (word, *_inflected(word, flags, suffixes))
            yield from (form for form in forms if not any(map(str.isupper, form[1:])))


def _add(forms: dict[str, Usage], word: str, flags: str, suffixes: dict[str, list[Suffix]]) -> None:
    for index, form in enumerate((word, *_inflected(word, flags, suffixes))):
        if any(char.isupper() for char in form[1:]):
            continue
        usage = forms.setdefault(form.lower(), Usage())
        usage.noun |= form[0].isupper() or ONLY_COMPOUND in flags
        if index == 0 and EARLIER_FLAGS & set(flags):
            usage.earlier = True
        if index or ONLY_EARLIER not in flags:
            usage.last = True


def _inflected(word: str, flags: str, suffixes: dict[str, list[Suffix]]) -> Iterator[str]:
    for flag in flags:
        for cut, add, condition in suffixes.get(flag, ()):
            if condition.search(word):
                yield word[: len(word) - len(cut)] + add


def _suffixes(path: Path) -> dict[str, list[Suffix]]:
    """The suffix rules, without those that only put hyphens and digits on."""
    found: dict[str, list[Suffix]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        match line.split():
            case ["SFX", flag, cut, add, condition, *_] if add.partition("/")[0].isalpha():
                rule = re.compile(f"(?:{condition})$")
                found[flag].append(("" if cut == "0" else cut, add.partition("/")[0], rule))
    return found
