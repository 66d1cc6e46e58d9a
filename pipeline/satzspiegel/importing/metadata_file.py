"""The metadata of a draft as ``metadata.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Json
from satzspiegel.importing.markdown import markdown_lines
from satzspiegel.importing.tidying import plain
from satzspiegel.manuscript.characters import REFUSED
from satzspiegel.manuscript.metadata import LANGUAGE
from satzspiegel.model import Place

#: Fields in their order; others follow as they come.
ORDER = (
    "title", "subtitle", "author", "editor", "translator", "contributor", "lang", "date",
    "publisher", "publisher-place", "belongs-to-collection", "group-position", "rights",
)  # fmt: skip
#: Fields that are read as they are typed; all others are Markdown.
TYPED = frozenset(
    {"lang", "date", "isbn", "isbn-ebook", "doi", "url", "license", "cover-image", "satzspiegel",
     "bibliography", "csl", "identifier"}
)  # fmt: skip
DEFAULT_LANGUAGE = "de-DE"


def language_of(metadata: Mapping[str, Any], wanted: str = "") -> str:
    """The language that is wanted, else the source's if it is a language tag, else German."""
    for tag in (wanted, str(metadata.get("lang") or "")):
        if LANGUAGE.fullmatch(tag):
            return tag
    return DEFAULT_LANGUAGE


def metadata_file(
    metadata: Mapping[str, Any], language: str, remarks: Sequence[str], place: Place
) -> str:
    """The file: ``remarks`` as comments, then the fields; what is empty is left out.

    Texts are plain, or lists of Pandoc's inlines; in the file they are Markdown.
    """
    given = {**metadata, "lang": language}
    keys = [*(key for key in ORDER if key in given), *(key for key in given if key not in ORDER)]
    fields = {key: made for key in keys if (made := _clean(given[key]))}
    texts = [words for key in fields if key not in TYPED for words in _texts(fields[key])]
    lines = iter(markdown_lines(texts, place) if texts else [])
    written = {
        key: value if key in TYPED else _in_markdown(value, lines) for key, value in fields.items()
    }
    data = yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=float("inf"))
    return "".join(f"# {remark}\n" for remark in remarks) + data


def strings_of(value: Any) -> Iterator[str]:
    """Each text of a field."""
    if _is_inlines(value):
        yield plain(value)
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings_of(one)
    else:
        yield str(value)


def _clean(value: Any) -> Any:
    """A field without what is empty, and without characters that no manuscript may hold."""
    if _is_inlines(value):
        return value
    if isinstance(value, list):
        return [made for one in value if (made := _clean(one))]
    if isinstance(value, dict):
        return {str(key): made for key, one in value.items() if (made := _clean(one))}
    return " ".join(REFUSED.sub("", str(value)).split()) if value is not None else ""


def _texts(value: Any) -> Iterator[list[Json]]:
    """The texts of a field as inlines, in their order."""
    if _is_inlines(value):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
    else:
        yield tree.words(value)


def _in_markdown(value: Any, lines: Iterator[str]) -> Any:
    """The field with these lines for its texts."""
    if _is_inlines(value):
        return next(lines)
    if isinstance(value, list):
        return [_in_markdown(one, lines) for one in value]
    if isinstance(value, dict):
        return {key: _in_markdown(one, lines) for key, one in value.items()}
    return next(lines)


def _is_inlines(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) and "t" in one for one in value)
