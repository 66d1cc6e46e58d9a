"""The words that editions add: »Inhalt«, »Abbildung«, »Zurück zum Text« …

German and English are here; the setting ``labels`` of a manuscript overrides single ones, or all
of them for another language.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Severity

LANGUAGES = ("de", "en")


def labels_for(language: str, *overrides: Mapping[str, str]) -> dict[str, str]:
    """The labels of a language (German if we do not know it), then the overrides in order.

    Raises :class:`ManuscriptError` naming an override that no edition knows.
    """
    primary = language.split("-")[0]
    labels = dict(_shipped(primary if primary in LANGUAGES else "de"))
    for override in overrides:
        for key in override:
            if key not in labels:
                nearest = difflib.get_close_matches(key, labels, n=1, cutoff=0)[0]
                values = {"key": f"labels.{key}", "nearest": nearest}
                place = Place("metadata.yaml")
                raise ManuscriptError(Finding("setting-unknown", Severity.ERROR, place, values))
        labels.update(override)
    return labels


def label_names() -> list[str]:
    """The names of all labels."""
    return list(_shipped("de"))


@cache
def _shipped(language: str) -> dict[str, str]:
    data = resources.files(__package__).joinpath(f"{language}.toml").read_text("utf-8")
    return tomllib.loads(data)
