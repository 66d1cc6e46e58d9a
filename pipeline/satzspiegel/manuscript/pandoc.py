"""Pandoc, the only reader of Markdown: text in, Pandoc's JSON tree out."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

from satzspiegel.manuscript.files import Sources
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Severity

#: Typography is ours, so Pandoc's own (smart) is off. Mark-up of other formats stays visible as
#: raw blocks, so that it can be named instead of vanishing.
FORMAT = "markdown-smart-markdown_in_html_blocks+raw_html+raw_tex-tex_math_single_backslash"
#: Wraps the blocks of one file, so that the file of a block is known after citeproc.
FILE_CLASS = "satzspiegel-file"
CSL = Path(__file__).parent / "csl"
DEFAULT_CSL = "fussnoten"

Json = Any


def read_tree(sources: Sources, metadata: dict[str, object]) -> dict[str, Json]:
    """All files and the metadata as one Pandoc tree, citations resolved.

    Each file is parsed by itself: Pandoc loses notes when two files define the same label.
    """
    header = f"---\n{sources.metadata.strip()}\n---\n"
    texts = [header, *(file.text for file in sources.files)]
    places = [sources.metadata_place, *(Place(file.name) for file in sources.files)]
    with ThreadPoolExecutor() as pool:
        trees = list(pool.map(_parse, texts, places))
    blocks = [_wrapped(index, tree["blocks"]) for index, tree in enumerate(trees[1:])]
    tree = {**trees[0], "blocks": blocks}
    if metadata.get("bibliography"):
        tree = _citeproc(tree, sources, metadata)
    return tree


def _wrapped(index: int, blocks: list[Json]) -> Json:
    return {"t": "Div", "c": [["", [FILE_CLASS], [["index", str(index)]]], blocks]}


def _parse(text: str, place: Place) -> dict[str, Json]:
    return _run(["-f", FORMAT], text, place)


def _citeproc(tree: dict[str, Json], sources: Sources, metadata: dict[str, object]) -> Json:
    arguments = ["-f", "json", "--citeproc", "--csl", str(_csl(sources, metadata))]
    given = metadata["bibliography"]
    for name in given if isinstance(given, list) else [given]:
        path = sources.root / str(name)
        if not path.is_file():
            raise _error("bibliography-missing", sources.metadata_place, name=str(name))
        arguments += ["--bibliography", str(path)]
    meta = {k: v for k, v in tree["meta"].items() if k not in ("bibliography", "csl")}
    meta["link-citations"] = {"t": "MetaBool", "c": False}
    return _run(arguments, json.dumps({**tree, "meta": meta}), sources.metadata_place)


def _csl(sources: Sources, metadata: dict[str, object]) -> Path:
    """The citation style: one of ours by name, or a file of the manuscript."""
    name = str(metadata.get("csl") or DEFAULT_CSL)
    for path in (CSL / f"{name}.csl", sources.root / name):
        if path.is_file():
            return path
    ours = ", ".join(sorted(path.stem for path in CSL.glob("*.csl")))
    raise _error("csl-missing", sources.metadata_place, name=name, known=ours)


def _run(arguments: list[str], text: str, place: Place) -> dict[str, Json]:
    done = subprocess.run(
        [_pandoc(), "-t", "json", *arguments],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise _error("pandoc-failed", place, reason=reason)
    tree: dict[str, Json] = json.loads(done.stdout)
    tree["warnings"] = done.stderr.decode("utf-8", "replace").splitlines()
    return tree


@cache
def _pandoc() -> str:
    return str(pypandoc.get_pandoc_path())


def _error(code: str, place: Place, **values: str) -> ManuscriptError:
    return ManuscriptError(Finding(code, Severity.ERROR, place, values))
