"""One way there and back: a source made of a manuscript, imported, and compared with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from bench.roundtrips.compare import Comparison, compared
from bench.roundtrips.flow import Work, laid_out
from bench.roundtrips.formats import LEFT_OUT
from bench.roundtrips.makers import Maker, ordered
from satzspiegel.importing.draft import Draft, Options
from satzspiegel.manuscript.convert import Converter
from satzspiegel.model import Manuscript, Metadata, Part, Settings, Text
from satzspiegel.notes import number_notes
from satzspiegel.reading import read_structure
from satzspiegel.structure import structure

#: The name of the source, for another run in the same folder.
LEFT = "source"


@dataclass(frozen=True)
class Trip:
    """What came of it. ``seconds`` are those of the import alone."""

    source: str
    seconds: float
    doubts: int
    comparison: Comparison


def travel(
    manuscript: Path, maker: Maker, folder: Path, direct: bool = False, again: bool = False
) -> Trip:
    """Make, import, compare; ``direct`` compares the reader's draft before it is written.

    ``again`` takes the source that an earlier run has left in the folder.
    """
    order = ordered(manuscript, folder, maker)
    left = folder / LEFT
    source = folder / left.read_text("utf-8") if again and left.is_file() else maker.make(order)
    left.write_text(str(source.relative_to(folder)), "utf-8")
    began = time.perf_counter()
    if direct:
        draft = drafted(source)
        seconds = time.perf_counter() - began
        work, doubts = _of_draft(draft), len(draft.doubts)
    else:
        imported = folder / "imported"
        shutil.rmtree(imported, ignore_errors=True)
        doubts = _by_command(source, imported)
        seconds = time.perf_counter() - began
        work = laid_out(read_structure(imported)[0])
    result = compared(laid_out(order.publication), work, LEFT_OUT[maker.holds])
    return Trip(source.name, seconds, doubts, result)


def _by_command(source: Path, out: Path) -> int:
    """``satzspiegel import``, and how many doubts the manuscript has."""
    words = [sys.executable, "-m", "satzspiegel", "import", str(source), "-o", str(out)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise ValueError(done.stdout + done.stderr)
    return sum(path.read_text("utf-8").count("<!-- Import ") for path in out.glob("*.md"))


def drafted(source: Path) -> Draft:
    """What the reader for a source makes of it."""
    data, name, options = source.read_bytes(), source.name, Options()
    match source.suffix:
        case ".pdf":
            from satzspiegel.importing.pages.structure import structured
            from satzspiegel.importing.pdf import scan

            return structured(scan(data, name), options)
        case ".txt":
            from satzspiegel.importing.text_layer import read_text_layer

            return read_text_layer(data, name, options)
        case _:
            from satzspiegel.importing.word import read_word

            return read_word(data, name, options)


def _of_draft(draft: Draft) -> Work:
    """The flows of a draft, as our reader would make them of its manuscript."""
    part = Part("", Converter(None).blocks(draft.blocks))
    plain = Manuscript("", Path(), Metadata(()), Settings(), (part,), "")
    parts, notes = number_notes(plain)
    publication, _ = structure(plain, parts, notes)
    fields = draft.metadata
    authors = fields.get("author", "")
    author = "; ".join(authors) if isinstance(authors, list) else authors
    metadata = Metadata((Text(fields.get("title", "")),), (Text(fields.get("subtitle", "")),))
    work = laid_out(replace(publication, metadata=metadata))
    return replace(work, metadata={**work.metadata, "author": author})
