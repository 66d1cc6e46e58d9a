"""Pandoc, the only reader of Markdown: text in, Pandoc's JSON tree out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

from satzspiegel.manuscript.bibliography import uncited
from satzspiegel.manuscript.characters import REFUSED, refused_reference
from satzspiegel.manuscript.files import Sources
from satzspiegel.manuscript.limits import too_deep
from satzspiegel.manuscript.settings import key_place
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import BibliographyEntry, Finding, Place, Severity

#: Typography is ours, so Pandoc's own (smart) is off. Mark-up of other formats stays visible as
#: raw blocks, so that it can be named instead of vanishing; lines with a percent sign are text.
FORMAT = (
    "markdown-smart-markdown_in_html_blocks+raw_html+raw_tex"
    "-tex_math_single_backslash-pandoc_title_block"
)
#: Wraps the blocks of one file, so that the file of a block is known after citeproc.
FILE_CLASS = "satzspiegel-file"
#: Pandoc ends itself beyond this much; a book of 100,000 notes needs a quarter of it.
MEMORY = ("+RTS", "-M4G", "-RTS")
#: Seconds for one call of Pandoc. A thousand pages take five; over brackets that the limits let
#: pass it can take hours.
PATIENCE = 40
#: Pandoc takes the encoding of names of files from the locale: one that has all characters, and
#: is always there.
LOCALE = "C.UTF-8" if sys.platform.startswith("linux") else "en_US.UTF-8"
CSL = Path(__file__).parent / "csl"
DEFAULT_CSL = "fussnoten"
UNKNOWN_CITATION = re.compile(r"Citeproc: citation (\S+) not found")
POSITION = re.compile(r" at line (\d+) column (\d+)")
#: What is found again later, with its place.
KNOWN_WARNING = re.compile(r"\bnote\b|duplicate identifier", re.IGNORECASE)

#: A control in JSON, with an even number of backslashes before it.
ESCAPED_CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\u(00[01][0-9a-fA-F])")
Json = Any


@dataclass(frozen=True)
class Tree:
    """What Pandoc read: ``unknown`` are citation keys it did not find, None without bibliography.

    ``blocks`` are a division for each file, then what citeproc added.
    """

    meta: dict[str, Json]
    blocks: list[Json]
    unknown: frozenset[str] | None = None
    findings: tuple[Finding, ...] = ()
    uncited: tuple[BibliographyEntry, ...] = ()


def read_tree(sources: Sources, metadata: dict[str, object]) -> Tree:
    """All files and the metadata as one Pandoc tree, citations resolved.

    Each file is parsed by itself: Pandoc loses notes when two files define the same label.
    """
    yaml = re.sub(r"\A---[ \t]*\n|^\.\.\.[ \t]*$", "", sources.metadata, flags=re.MULTILINE)
    texts = [f"---\n{yaml.strip()}\n---\n", *(file.text for file in sources.files)]
    places = [sources.metadata_place, *(Place(file.name) for file in sources.files)]
    with ThreadPoolExecutor() as pool:
        (header, _), *files = list(pool.map(parse, texts, places))
    findings = tuple(
        f
        for done, place in zip(files, places[1:], strict=True)
        for f in _file_findings(*done, place)
    )
    blocks = [_wrapped(index, tree["blocks"]) for index, (tree, _) in enumerate(files)]
    if not (metadata.get("bibliography") or metadata.get("references")):
        return Tree(header["meta"], blocks, None, findings)
    tree, warnings = _citeproc({**header, "blocks": blocks}, sources, metadata)
    more = [warning for warning in warnings if not UNKNOWN_CITATION.search(warning)]
    left, unlisted = uncited(sources, metadata, header["meta"], blocks)
    return Tree(
        tree["meta"],
        tree["blocks"],
        frozenset(match[1] for w in warnings if (match := UNKNOWN_CITATION.search(w))),
        (*findings, *unlisted, *(_warning(text, sources.metadata_place) for text in more)),
        left,
    )


def _wrapped(index: int, blocks: list[Json]) -> Json:
    return {"t": "Div", "c": [["", [FILE_CLASS], [["index", str(index)]]], blocks]}


def _file_findings(tree: dict[str, Json], warnings: list[str], place: Place) -> list[Finding]:
    """What Pandoc left out of a file, or complained about."""
    found = [_warning(text, place) for text in warnings if not KNOWN_WARNING.search(text)]
    if tree["meta"]:
        values = {"keys": ", ".join(tree["meta"])}
        found.append(Finding("metadata-misplaced", Severity.ERROR, place, values))
    return found


def _warning(text: str, place: Place) -> Finding:
    if at := POSITION.search(text):
        place = Place(place.file, int(at[1]), int(at[2]))
    code = "division-open" if text.startswith("Div at") else "pandoc-warning"
    return Finding(code, Severity.WARNING, place, {"text": text.rstrip(".")})


def parse(text: str, place: Place) -> tuple[dict[str, Json], list[str]]:
    """The tree of one text, and Pandoc's warnings."""
    return _run(["-f", FORMAT], text, place)


def parse_foreign(data: bytes, form: str, place: Place) -> list[Json]:
    """The blocks of a file of another format, by Pandoc's name for it (``docx``, ``odt``, ``rtf``).

    Raises :class:`ManuscriptError` where Pandoc cannot read it. Its warnings are not for readers:
    what is missing is found by comparing the text.
    """
    blocks: list[Json] = _run(["-f", form], data, place)[0]["blocks"]
    return blocks


def written(blocks: list[Json], place: Place) -> str:
    """Blocks as Markdown that :func:`parse` reads, with a line for each paragraph.

    ``place`` is named where Pandoc fails.
    """
    tree = json.dumps({"pandoc-api-version": _api_version(), "meta": {}, "blocks": blocks})
    done = _asked(["-f", "json", "-t", FORMAT, "--wrap=none"], tree, place)
    if done.returncode:
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise _error("pandoc-failed", place, reason=reason)
    return done.stdout.decode()


@cache
def _api_version() -> Json:
    """The version of Pandoc's tree that it writes itself."""
    tree, _ = parse("", Place(""))
    return tree["pandoc-api-version"]


def _citeproc(
    tree: dict[str, Json], sources: Sources, metadata: dict[str, object]
) -> tuple[dict[str, Json], list[str]]:
    place = key_place("bibliography", sources.metadata, sources.metadata_place)
    arguments = ["-f", "json", "--citeproc", "--csl", str(_csl(sources, metadata))]
    given = metadata.get("bibliography") or []
    for name in given if isinstance(given, list) else [given]:
        path = _inside(sources, str(name), place)
        if not path.is_file():
            raise _error("bibliography-missing", place, name=str(name))
        arguments += ["--bibliography", str(path)]
    ours = ("bibliography", "csl", "citation-style", "citation-abbreviations")
    meta = {k: v for k, v in tree["meta"].items() if k not in ours}
    meta["link-citations"] = {"t": "MetaBool", "c": False}
    return _run(arguments, json.dumps({**tree, "meta": meta}), place, sources.root)


def _csl(sources: Sources, metadata: dict[str, object]) -> Path:
    """The citation style: one of ours by name, or a file of the manuscript."""
    name = str(metadata.get("csl") or DEFAULT_CSL)
    place = key_place("csl", sources.metadata, sources.metadata_place)
    for path in (CSL / f"{Path(name).name}.csl", _inside(sources, name, place)):
        if path.is_file():
            return path
    ours = ", ".join(sorted(path.stem for path in CSL.glob("*.csl")))
    raise _error("csl-missing", place, name=name, known=ours)


def _inside(sources: Sources, name: str, place: Place) -> Path:
    """The path of a file of the manuscript; no other is read."""
    path = (sources.root / name).resolve()
    if not path.is_relative_to(sources.root.resolve()):
        raise _error("file-outside", place, name=name)
    return path


def _asked(
    arguments: list[str], text: str | bytes, place: Place
) -> subprocess.CompletedProcess[bytes]:
    """What Pandoc says, within limits of time and memory."""
    try:
        return subprocess.run(
            [_pandoc(), *MEMORY, "--sandbox", "-t", "json", *arguments],
            input=text.encode() if isinstance(text, str) else text,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
            env={**os.environ, "LC_ALL": LOCALE},
        )
    except subprocess.TimeoutExpired as error:
        raise _error("pandoc-slow", place, seconds=str(PATIENCE)) from error


def _run(
    arguments: list[str], text: str | bytes, place: Place, root: Path = Path()
) -> tuple[dict[str, Json], list[str]]:
    """The tree, and the warnings. In its sandbox Pandoc reads the named files and no others."""
    done = _asked(arguments, text, place)
    said = done.stderr.decode("utf-8", "replace").replace(f"{root.resolve()}/", "")
    if done.returncode:
        raise _error("pandoc-failed", place, reason=" ".join(said.split()))
    made = done.stdout.decode()
    if character := _refused_in(made):
        source = text if isinstance(text, str) else ""
        raise ManuscriptError(refused_reference(source, character, place))
    try:
        tree: dict[str, Json] = json.loads(made)
    except RecursionError as error:
        raise too_deep(place) from error
    return tree, [line.strip() for line in said.split("[WARNING]") if line.strip()]


def pandoc_program() -> tuple[Path, str]:
    """Where Pandoc lies, and its version."""
    said = subprocess.run([_pandoc(), "--version"], capture_output=True, check=True).stdout
    return Path(_pandoc()), said.decode().split(maxsplit=2)[1]


def _refused_in(tree: str) -> str:
    """A character in Pandoc's JSON that is not taken; the source had it by its number."""
    if match := REFUSED.search(tree):
        return match[0]
    match = ESCAPED_CONTROL.search(tree) if "\\u00" in tree else None
    return chr(int(match[1], 16)) if match else ""


@cache
def _pandoc() -> str:
    """The Pandoc that comes along.

    Pypandoc would take a newer one from the user's folders, which may read otherwise.
    """
    names = ("pandoc", "pandoc.exe")
    ours = [Path(pypandoc.__file__).parent / "files" / name for name in names]
    return str(next((path for path in ours if path.is_file()), None) or pypandoc.get_pandoc_path())


def _error(code: str, place: Place, **values: str) -> ManuscriptError:
    return ManuscriptError(Finding(code, Severity.ERROR, place, values))
