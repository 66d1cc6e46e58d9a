"""Metadata: every field and every setting, with values right, wrong, and of the wrong type."""

from __future__ import annotations

from dataclasses import fields
from random import Random
from typing import Any

import yaml

from satzspiegel.labels import label_names
from satzspiegel.manuscript.settings import CHOICES, TABLES, setting_names
from satzspiegel.model import Settings
from satzspiegel.typography.rules import SWITCHES

from .mutations import STRANGE

#: What each field of a publication may hold, and what is near it.
FIELDS: dict[str, tuple[Any, ...]] = {
    "title": ("Über das *Blättern*", "", "A^[Note]", "<b>fett</b>", "[](#x)", 1984,
        "# Eins\n\nZwei"),
    "subtitle": ("Eine Anatomie", "x" * 300, ["a", "b"]),
    "author": ("Anna Beispiel", ["A. B.", "C. D."], [{"name": "A"}], [{"orcid": "1"}], [[]],
        [None]),
    "editor": ("Bernd Muster", {"name": "A", "sort": "B"}, [{"given": "A", "family": "B"}]),
    "translator": ("Dora", [{"name": "D", "gnd": "118540238"}], [{"gnd": 7}]),
    "contributor": ([{"name": "C", "role": "Fotos"}], [{"role": "Koch"}], "C", [{"name": {}}]),
    "creator": ("A", {"role": "aut", "text": "B"}),
    "lang": ("de-DE", "de", "de-CH", "en", "fr", "xx-YY", "", "de_DE", "ar", "zh-Hant", 5, "*"),
    "date": ("2026-11-01", "Herbst", "2026-13-45", "0000-00-00", "99999-01-01", 2026),
    "publisher": ("Verlag am Rand", "", {"a": 1}),
    "publisher-place": ("Mainz", []),
    "belongs-to-collection": ("Reihe", ["A", "B"]),
    "group-position": (12, "zwölf", -1, 1e400),
    "rights": ("© 2026", "<script>alert(1)</script>"),
    "license": ("CC BY 4.0", "https://example.org", "javascript:alert(1)"),
    "abstract": ("Kurz.", "Absatz.\n\n> Zitat\n\n- Liste", "x^[n]"),
    "keywords": (["a", "b"], "a, b", [["a"]], {"a": "b"}),
    "subject": (["a"], [{"text": "B", "authority": "Thema", "term": "AKLB"}], [{"term": 3}], 4),
    "isbn": ("978-3-16-148410-0", "978-3-16-148410-1", 9783161484100, "x"),
    "isbn-ebook": ("978-3-86680-192-9", [], ""),
    "doi": ("10.5281/zenodo.1", "doi", "https://doi.org/10.1/<>"),
    "url": ("https://example.org/a", "javascript:alert(1)", "file:///etc/passwd", "//x"),
    "identifier": ("x", [{"scheme": "DOI", "text": "10.1/x"}], {"scheme": [], "text": 0}),
    "cover-image": ("bilder/punkt.png", "../geheim.png", "fehlt.png", "bilder/skizze.svg",
        "bilder", 3),
    "cover-alt": ("Ein Daumen", ["a"]),
    "accessibility": ({"conforms-to": "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"}, {"x": 1},
        "ja", []),
    "bibliography": ("literatur.bib", ["literatur.bib"], "../geheim.bib", "fehlt.bib", "bilder",
        {}, 1),
    "references": ([{"id": "a", "type": "book", "title": "T"}], [{"id": 1}], "a", [None], {}),
    "csl": ("fussnoten", "autor-jahr", "fehlt", "../geheim.txt", "bilder/skizze.svg", ["a"], 2),
    "nocite": ("@*", "@a, @b", ["@a"], "<b>"),
    "toc": (True, "ja"),
    "header-includes": ("<script>alert(1)</script>", ["\\input{/etc/passwd}"]),
    "template": ("../geheim.txt",),
}  # fmt: skip
#: Values that are hardly ever right anywhere.
WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 3.5, float("nan"), float("inf"), 10**30, "", " ", "\n", "~", "no",
    "../..", "/etc/passwd", "http://127.0.0.1:9/x", "{{ 7 * 7 }}", "{0.__class__}", "%s%n", "{x}",
    [], {}, [[]], [{}], {"": ""}, {1: 2}, {None: None}, ["a", 1, None], {"a": {"b": {"c": []}}},
    "x" * 5000, "a\u202eb", b"\x00\xff", *STRANGE,
)  # fmt: skip


def metadata(random: Random, faults: float) -> str:
    """The text of a ``metadata.yaml``; ``faults`` is the chance of each value to be wrong."""
    given: dict[Any, Any] = {"title": "Zufall", "lang": "de"}
    for name in random.sample(sorted(FIELDS), random.randint(0, 8)):
        given[name] = _one_of(FIELDS[name], random, faults)
    if random.random() < 0.7:
        given["satzspiegel"] = _settings(random, faults)
    if random.random() < faults:
        given[random.choice([1, None, "", "titel", "satz", "Title", "Satzspiegel", 2.5])] = 1
    return yaml.safe_dump(
        given, allow_unicode=True, default_flow_style=random.choice([None, False])
    )


def _one_of(values: tuple[Any, ...], random: Random, faults: float) -> Any:
    """The first value, which is right; else one of the rest, or one that is wrong anywhere."""
    if random.random() >= faults:
        return values[0]
    return random.choice(random.choice([values, WRONG]))


def _settings(random: Random, faults: float) -> Any:
    if random.random() < faults / 4:
        return random.choice(WRONG)
    names = random.sample(list(setting_names(Settings)), random.randint(0, 5))
    given = {name: _setting(name, random, faults) for name in names}
    if random.random() < faults / 2:
        given[random.choice(["nmae", "Print", "druck", "", "name "])] = random.choice(WRONG)
    return given


def _setting(name: str, random: Random, faults: float) -> Any:
    right: dict[str, Any] = {
        "name": "heft",
        "style": "klassisch",
        "labels": {random.choice(sorted(label_names())): "Wort"},
        "rules": {random.choice(sorted(SWITCHES)): random.choice([True, False])},
        "hyphenation": ["Ur-instinkt", "Magón"],
        "embed-manuscript": random.choice([True, False]),
    }
    if random.random() < faults:
        near = [{}, {"x": 1}, ["-", "", "a--b", "a b"], "../x", ".", "..", "a/b", "con", "x" * 300]
        return random.choice([*near, *WRONG])
    if name in TABLES:
        known = [one.name.replace("_", "-") for one in fields(TABLES[name])]
        default = {one.name.replace("_", "-"): one.default for one in fields(TABLES[name])}
        names = random.sample(known, random.randint(0, len(known)))
        return {one: _in_table(f"{name}.{one}", default[one], random, faults) for one in names}
    if name in CHOICES:
        return random.choice(CHOICES[name])
    default = {one.name.replace("_", "-"): one.default for one in fields(Settings)}
    return right.get(name, default[name])


def _in_table(name: str, default: Any, random: Random, faults: float) -> Any:
    if random.random() < faults:
        return random.choice([*WRONG, 1e-9, 1e9, "../geheim.icc", "fehlt.icc"])
    return random.choice(CHOICES.get(name, (default,)))
