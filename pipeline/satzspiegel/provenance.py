"""What went into a build: a bill of materials in CycloneDX 1.6 (ECMA-424, 1st edition).

The publication is what is described (``metadata.component``), its parts are the editions. All that
they were made from are components: the manuscript's files, the style's, fonts, patterns, the
profile, and the programs with their versions. The same build writes the same bytes: the time is
that of the work, the serial number follows from the content, and no path of this computer is in it.

The reports are not among the parts, because ``verify`` writes them anew.
"""

from __future__ import annotations

import hashlib
import json
import platform
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from satzspiegel.distributions import Distribution, distributions
from satzspiegel.editions import PRINT, Edition
from satzspiegel.editions.dates import modified
from satzspiegel.editions.pdf.libraries import library_versions
from satzspiegel.editions.print.profiles import find_profile
from satzspiegel.fonts import font_path
from satzspiegel.hyphenation.languages import GERMAN
from satzspiegel.hyphenation.lexicon import DATA
from satzspiegel.manuscript.files import find_sources, load_yaml
from satzspiegel.manuscript.pandoc import pandoc_program
from satzspiegel.model import Publication
from satzspiegel.styles import Style, fingerprint_of
from satzspiegel.version import VERSION
from satzspiegel.walks import plain_text

Json = dict[str, Any]

#: It lies beside the editions.
PROVENANCE = Edition("provenance", "-provenance.json")
#: Ours, for serial numbers made of names (RFC 4122, 4.3).
NAMESPACE = uuid.UUID("b2a1f0a4-51c9-5d0c-9a55-0f6f0b7f7d3e")
PACKAGE = Path(__file__).parent
#: What lies in the package and is none of the program: what Python compiles, and the styles of an
#: installed one.
BESIDE = frozenset(["__pycache__", "_styles"])
#: What says how German words divide; what Pyphen has for other languages comes with its version.
PATTERNS = (GERMAN, DATA)
#: References inside the file (``bom-ref``).
PUBLICATION, PROGRAM, PANDOC, PYTHON = "publication", "satzspiegel", "pandoc", "python"


def write_provenance(
    manuscript: Path,
    publication: Publication,
    style: Style,
    build_id: str,
    made: Mapping[str, bytes],
) -> bytes:
    """The bill of materials of a build, as JSON.

    ``made`` are the files of the editions by their names. Raises :class:`OSError` if a file that
    went in is no longer there.
    """
    installed = distributions()
    files = [
        *_manuscript(manuscript, publication),
        *_profile(publication, made),
        *_style(style),
        *_fonts(style),
    ]
    others = [one for one in installed.values() if one.name != PROGRAM]
    programs = [*_programs(), *map(_distribution, others)]
    bill: Json = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": _metadata(publication, build_id, made),
        "components": [*files, *_patterns(), *programs],
        "dependencies": _dependencies(files, installed),
        "compositions": [{"aggregate": "complete" if installed else "incomplete"}],
    }
    serial = uuid.uuid5(NAMESPACE, json.dumps(bill, sort_keys=True))
    return _written({"serialNumber": f"urn:uuid:{serial}", **bill})


def _written(bill: Json) -> bytes:
    return (json.dumps(bill, ensure_ascii=False, indent=2) + "\n").encode()


def _metadata(publication: Publication, build_id: str, made: Mapping[str, bytes]) -> Json:
    """What is described: the publication with its editions; by which program."""
    parts = [_file(f"edition/{name}", name, made[name]) for name in sorted(made)]
    return {
        "timestamp": f"{modified(publication):%Y-%m-%dT%H:%M:%SZ}",
        "tools": {"components": [{"type": "application", "name": PROGRAM, "version": VERSION}]},
        "component": {
            "type": "data",
            "bom-ref": PUBLICATION,
            "name": publication.name,
            "version": build_id,
            "description": plain_text(publication.metadata.title),
            "components": parts,
        },
    }


def _manuscript(manuscript: Path, publication: Publication) -> Iterator[Json]:
    """The files that were read: metadata, texts, images, bibliography, citation style."""
    sources = find_sources(manuscript)
    fields = load_yaml(sources.metadata, sources.metadata_place)
    bibliography = fields.get("bibliography") or []
    named = bibliography if isinstance(bibliography, list) else [bibliography]
    names = [
        sources.metadata_place.file,
        *(file.name for file in sources.files),
        *(asset.source for asset in publication.assets),
        *(str(name) for name in (*named, fields.get("csl") or "")),
    ]
    for name in sorted(set(names)):
        # The metadata may be missing, and a citation style be one of ours.
        if (path := sources.root / name).is_file():
            yield _file(f"manuscript/{name}", name, path.read_bytes())


def _profile(publication: Publication, made: Mapping[str, bytes]) -> Iterator[Json]:
    """The profile of the printing condition, if there is a print edition."""
    if f"{publication.name}{PRINT.suffix}" in made:
        profile = find_profile(publication.settings.print, publication.root)
        yield _file(f"profile/{profile.name}", profile.description, profile.data)


def _style(style: Style) -> Iterator[Json]:
    """The files of the style, and of those it rests on."""
    for number, folder in enumerate(style.folders):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            yield _file(f"style/{number}/{name}", name, path.read_bytes())


def _fonts(style: Style) -> Iterator[Json]:
    """The font files of the style's faces."""
    fonts = {f"{face.package}/{face.file}": font_path(face) for face in style.faces}
    for name, path in sorted(fonts.items()):
        yield _file(f"font/{name}", name, path.read_bytes())


def _patterns() -> Iterator[Json]:
    """The German patterns and the lexicon of joints."""
    for path in PATTERNS:
        yield _file(f"hyphenation/{path.name}", path.name, path.read_bytes())


def _programs() -> Iterator[Json]:
    """The program itself, Pandoc, Python, and the libraries of the system."""
    files = {"name": "satzspiegel:files", "value": fingerprint_of([PACKAGE], BESIDE)}
    yield {**_software("application", PROGRAM, PROGRAM, VERSION), "properties": [files]}
    path, version = pandoc_program()
    pandoc = _software("application", PANDOC, "Pandoc", version)
    yield {**pandoc, "hashes": [_hash(path.read_bytes())]}
    implementation = platform.python_implementation()
    yield _software("platform", PYTHON, implementation, platform.python_version())
    for name, number in library_versions().items():
        yield _software("library", f"system/{name}", name, number)


def _distribution(one: Distribution) -> Json:
    """A Python distribution, with its address as a package (purl-spec, type ``pypi``)."""
    return {**_software("library", _reference(one), one.name, one.version), "purl": one.address}


def _dependencies(files: Iterable[Json], installed: Mapping[str, Distribution]) -> list[Json]:
    """What the publication was made from and by, and what the programs rest on."""
    beside = [f"hyphenation/{path.name}" for path in PATTERNS]
    beside += [PANDOC, PYTHON, *(f"system/{name}" for name in library_versions())]
    needs = {
        PUBLICATION: [*(file["bom-ref"] for file in files), PROGRAM],
        PROGRAM: beside,
    }
    for one in installed.values():
        required = [_reference(installed[name]) for name in one.requires if name in installed]
        needs[_reference(one)] = [*needs.get(_reference(one), ()), *required]
    return [{"ref": ref, "dependsOn": needed} for ref, needed in needs.items() if needed]


def _reference(one: Distribution) -> str:
    """How a distribution is referred to; the program is one itself."""
    return PROGRAM if one.name == PROGRAM else one.address


def _software(kind: str, reference: str, name: str, version: str) -> Json:
    return {"type": kind, "bom-ref": reference, "name": name, "version": version}


def _file(reference: str, name: str, data: bytes) -> Json:
    return {"type": "file", "bom-ref": reference, "name": name, "hashes": [_hash(data)]}


def _hash(data: bytes) -> Json:
    return {"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}
