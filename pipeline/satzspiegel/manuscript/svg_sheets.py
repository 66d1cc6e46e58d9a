"""Style sheets and style attributes in drawings: declarations that load nothing.

They are read as CSS reads them (tinycss2), so that ``u\\72l(…)`` is what it means. Only selectors
of types, classes and ids stay: those that drawing programs write, and the only ones of which
:mod:`satzspiegel.manuscript.svg_weight` can say what they paint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2

from satzspiegel.manuscript.svg_names import FUNCTIONS

Token = Any
#: A reference to a part of the same drawing.
FRAGMENT = re.compile(r"#[^\s\"'()\\%]+")
#: Where such a reference is painted with.
REFERENCE = re.compile(r"url\(\s*[\"']?#([^\s\"'()\\%]+)[\"']?\s*\)", re.IGNORECASE)
SELECTORS = re.compile(r"[\w\-.#*\s>,]+")
#: Properties of old browsers that ran programs, and those that move things.
REFUSED = re.compile(r"behavior|animation.*|transition.*|content|src")


@dataclass(frozen=True)
class Cleaned:
    """CSS that stayed, and names of what did not."""

    text: str
    removed: tuple[str, ...] = ()


def clean_sheet(text: str) -> Cleaned:
    """A style sheet's rules with simple selectors and harmless declarations."""
    made, removed = [], []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            removed.append(f"@{rule.lower_at_keyword}")
        elif rule.type != "qualified-rule":
            removed.append("<style>")
        elif not SELECTORS.fullmatch(selector := tinycss2.serialize(rule.prelude).strip()):
            removed.append(selector[:40])
        else:
            inside = clean_declarations(rule.content)
            made.append(f"{selector}{{{inside.text}}}")
            removed += inside.removed
    return Cleaned("\n".join(made), tuple(removed))


def clean_declarations(given: str | list[Token]) -> Cleaned:
    """The declarations of a rule or of a style attribute that load and run nothing.

    Properties that begin with a hyphen, which programs invent for themselves, go without a word.
    """
    made, removed = [], []
    for one in tinycss2.parse_blocks_contents(given, skip_comments=True, skip_whitespace=True):
        if one.type != "declaration":
            removed.append(f"@{one.lower_at_keyword}" if one.type == "at-rule" else "style")
        elif REFUSED.fullmatch(one.lower_name) or not is_harmless(one.value):
            removed.append(f"{one.lower_name}:{tinycss2.serialize(one.value).strip()}"[:60])
        elif not one.lower_name.startswith("-"):
            important = " !important" if one.important else ""
            made.append(f"{one.lower_name}:{tinycss2.serialize(one.value).strip()}{important}")
    return Cleaned(";".join(made), tuple(removed))


@lru_cache(maxsize=1000)
def clean_attribute(text: str) -> Cleaned:
    """The declarations of a style attribute; a drawing has few that differ."""
    return clean_declarations(text)


def is_harmless(value: str | list[Token]) -> bool:
    """Whether a value refers to nothing but parts of its drawing."""
    tokens = tinycss2.parse_component_value_list(value) if isinstance(value, str) else value
    return all(_is_harmless(token) for token in _flat(tokens))


def _is_harmless(token: Token) -> bool:
    if token.type == "url":
        return bool(FRAGMENT.fullmatch(token.value))
    if token.type == "function" and token.lower_name == "url":
        words = [t for t in token.arguments if t.type != "whitespace"]
        return len(words) == 1 and words[0].type == "string" and _is_fragment(words[0])
    if token.type == "function":
        return token.lower_name in FUNCTIONS
    return token.type not in ("error", "{} block", "at-keyword")


def _is_fragment(token: Token) -> bool:
    return bool(FRAGMENT.fullmatch(token.value))


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    """Tokens with those inside functions and brackets."""
    for token in tokens:
        yield token
        yield from _flat(getattr(token, "arguments", ()) or getattr(token, "content", None) or ())


@dataclass(frozen=True)
class Painting:
    """What a selector of a sheet paints with: the ids its declarations refer to."""

    tag: str
    classes: frozenset[str]
    identifier: str
    references: tuple[str, ...]

    def may_match(self, tag: str, classes: frozenset[str], identifier: str) -> bool:
        """Whether an element may be meant, wherever it stands."""
        return (
            self.tag in ("", "*", tag)
            and self.classes <= classes
            and self.identifier in ("", identifier)
        )


def paintings(sheet: str) -> Iterator[Painting]:
    """The selectors of a cleaned sheet that paint with parts of the drawing."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        references = tuple(REFERENCE.findall(tinycss2.serialize(rule.content)))
        if references:
            for selector in tinycss2.serialize(rule.prelude).split(","):
                yield _painting(re.split(r"[\s>]+", selector.strip())[-1], references)


def _painting(compound: str, references: tuple[str, ...]) -> Painting:
    tag = re.match(r"[\w-]*|\*", compound)
    return Painting(
        tag[0] if tag else "",
        frozenset(re.findall(r"\.([\w-]+)", compound)),
        "".join(re.findall(r"#([\w-]+)", compound)),
        references,
    )
