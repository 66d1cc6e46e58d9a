"""The stages of an import, in their order: sources → a manuscript's folder, with its reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from satzspiegel.build import check
from satzspiegel.coverage import shows
from satzspiegel.importing.account import Account, account
from satzspiegel.importing.draft import Options
from satzspiegel.importing.joining import joined
from satzspiegel.importing.recognize import Kind
from satzspiegel.importing.report import REPORT, REPORT_PAGE, REVIEW, Report, counts, write_report
from satzspiegel.importing.report_page import write_report_page
from satzspiegel.importing.review_page import Pictures, write_review_page
from satzspiegel.importing.sources import Read, Source, load_sources, read_source
from satzspiegel.importing.writing import write_manuscript
from satzspiegel.logs import listening, stage
from satzspiegel.messages import SatzspiegelError
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.new_folder import new_folder, refuse_filled
from satzspiegel.styles import load_style
from satzspiegel.verify.pictures import page_pictures

#: Pixels per inch of the source's pages in the review: notes can be read too.
RESOLUTION = 110
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Imported:
    """What was written: files relative to the folder, in their order, and figures by name.

    ``findings`` are those of the import, ``checked`` those of a check of the new manuscript.
    """

    folder: Path
    language: str
    files: tuple[str, ...]
    figures: dict[str, int] = field(default_factory=dict)
    doubts: int = 0
    findings: tuple[Finding, ...] = ()
    checked: tuple[Finding, ...] = ()


def import_sources(
    sources: Sequence[Path | str],
    output: Path | str = "",
    options: Options | None = None,
    progress: Progress = lambda stage: None,
) -> Imported:
    """Make a manuscript of one or several sources; the folder is new, or empty.

    Without ``output`` it is called as the first source. Raises
    :class:`~satzspiegel.messages.SatzspiegelError` for what leaves nothing to be written; then
    nothing is.
    """
    options = options or Options()
    paths = [Path(source) for source in sources]
    folder = Path(output) if output else Path(paths[0].stem)
    refuse_filled(folder)
    with listening() as heard:
        # Sources → drafts.
        reads = list(_read(load_sources(paths), options, progress))
        # Drafts → one manuscript.
        progress("writing")
        names = [read.source.name for read in reads]
        with stage("writing"):
            whole = joined([read.draft for read in reads], names)
            written = write_manuscript(whole, names[0], options.language, _shows())
        # What is read from its files → the account.
        with stage("account"):
            pages = [(read.source.name, len(read.draft.text)) for read in reads]
            balance = account(written.draft, written.trees, written.metadata, pages)
    with new_folder(folder) as staging, listening():  # broken pages were told of in reading
        _write(staging, written.files)
        progress("checking")
        found = (*written.findings, *unaccounted(balance, names[0]), *heard.findings)
        checked = _checked(staging)
        report = Report(reads, written, balance, (*found, *checked))
        progress("report")
        with stage("report"):
            _write(staging, _reports(report))
    return Imported(
        folder,
        written.language,
        tuple(written.files),
        counts(report),
        len(written.doubts),
        found,
        checked,
    )


def _shows() -> Callable[[str], bool]:
    """Whether the pages of the house style can show a character."""
    return partial(shows, load_style())


def _read(sources: Sequence[Source], options: Options, progress: Progress) -> Iterator[Read]:
    """Each source with its draft."""
    for source in sources:
        progress("reading")
        with stage("reading"):
            yield read_source(source, options)


def unaccounted(balance: Account, source: str) -> list[Finding]:
    """That characters of the source are missing in the manuscript, or too many there."""
    found = []
    if not balance.balanced:
        letters = "".join(char * count for char, count in balance.missing.items())
        surplus = "".join(char * count for char, count in balance.surplus.items())
        pages = sorted({span.page for span in balance.lost if span.page})
        values = {
            "missing": str(sum(balance.missing.values())),
            "surplus": str(sum(balance.surplus.values())),
            "characters": _shortened(letters + surplus),
            "pages": _shortened(", ".join(map(str, pages))) or "–",
        }
        found.append(Finding("import-unaccounted", Severity.WARNING, Place(source), values))
    elif balance.lost or balance.gained:
        places = {"count": str(len(balance.lost) + len(balance.gained))}
        found.append(Finding("import-displaced", Severity.HINT, Place(source), places))
    return found


def _shortened(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[:most]} …"


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _checked(folder: Path) -> tuple[Finding, ...]:
    """What a check of the new manuscript says; it builds if none of it is an error."""
    try:
        return check(folder).findings
    except SatzspiegelError as error:
        return error.findings


def _reports(report: Report) -> dict[str, bytes]:
    pages = {
        read.source.name: page_pictures(read.source.data, RESOLUTION)
        for read in report.reads
        if read.kind is Kind.PDF
    }
    return {
        REPORT: write_report(report),
        REPORT_PAGE: write_report_page(report),
        REVIEW: write_review_page(report, Pictures(pages, RESOLUTION)),
    }
