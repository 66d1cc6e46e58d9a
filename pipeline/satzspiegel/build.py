"""The stages of a build, in their order."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from satzspiegel.apply import apply_typography, lints
from satzspiegel.apply import fixes as changed
from satzspiegel.coverage import coverage
from satzspiegel.dump import Dump
from satzspiegel.editions import (
    COMPANIONS,
    COVER,
    EDITIONS,
    PAGED,
    PDF,
    PREFLIGHT,
    PRINT,
    Edition,
)
from satzspiegel.editions.print.preflight import make_preflight
from satzspiegel.logs import listening, stage
from satzspiegel.making import Made, make_editions
from satzspiegel.manuscript.settings import STYLE
from satzspiegel.messages import CallError, speaker, writer
from satzspiegel.model import Finding, Place, Publication, Severity
from satzspiegel.old_pages import without_old_pages
from satzspiegel.output import Staging
from satzspiegel.proofreading import proofread
from satzspiegel.provenance import PROVENANCE, write_provenance
from satzspiegel.reading import of_rules_that_apply, read_publication, read_structure
from satzspiegel.silences import Silences
from satzspiegel.styles import Style, load_style
from satzspiegel.typesetting import with_capitals
from satzspiegel.verify import Verification, verify_editions
from satzspiegel.verify.layout import layout_remarks, layout_report, of_the_text
from satzspiegel.verify.page_views import Pages
from satzspiegel.verify.report import kept_layout, write_report
from satzspiegel.verify.report_page import kept_pages, write_report_page
from satzspiegel.verify.validators import ALWAYS, VALIDATORS, Validation, findings_of, validate
from satzspiegel.version import VERSION

REPORT = "-report.json"
REPORT_PAGE = "-report.html"
REPORTS = (REPORT, REPORT_PAGE)
#: What is said while another run has the output.
BUSY = "busy"
#: What has its place in the manuscript, and the finding in the finished file that says it again.
ECHOES = {
    "image-coarse": "print-image-coarse",
    "image-too-coarse": "print-image-too-coarse",
}
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Result:
    """What was done: the files in place, the findings, the figures of each edition.

    ``remarks`` are what is to be said of the layout of the pages; the report shows them.
    ``validations`` are what validators made by others said.
    """

    publication: str
    language: str
    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
    figures: dict[str, dict[str, int]] = field(default_factory=dict)
    validations: tuple[Validation, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def check(manuscript: Path | str, fixes: bool = False) -> Result:
    """Look at a manuscript without building anything: its structure, its notes, its typography.

    With ``fixes`` also at what will be set otherwise than typed, not only at slips.
    """
    typed, findings = read_structure(Path(manuscript))
    plain = without_old_pages(typed)
    _, candidates = apply_typography(plain)
    findings = (*findings, *_not_shown(plain, _style("", plain)))
    remarked = [*lints(plain), *proofread(plain), *changed(plain, everything=fixes)]
    wanted = of_rules_that_apply(_in_order(remarked), plain.settings)
    findings = Silences(of_the_text(plain.silences)).apply([*findings, *wanted], candidates)
    return Result(plain.name, _language(plain), findings=findings)


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by file, the number in its name counted, by line and column."""

    def order(finding: Finding) -> tuple[list[tuple[int, str]], Place]:
        place = finding.place or Place("")
        parts = re.findall(r"(\d+)|(\D+)", place.file)
        return [(int(number or 0), words) for number, words in parts], place

    return sorted(findings, key=order)


def build(
    manuscript: Path | str,
    editions: Iterable[str] = (),
    style: str = "",
    output: Path | str = "output",
    progress: Progress = lambda stage: None,
    dump: Dump | None = None,
    *,
    provenance: bool = False,
) -> Result:
    """Make editions of a manuscript, verify them, and put them in place together.

    With ``provenance`` there is also a list of what went in.

    An error in the manuscript or in an edition leaves the last good set where it is. Raises
    :class:`~satzspiegel.messages.SatzspiegelError` for what leaves nothing to go on with.
    """
    names = tuple(editions)
    wanted = _named(names)
    dump = dump or Dump()
    # Manuscript → notes → structure → typography.
    progress("manuscript")
    publication, findings = read_publication(Path(manuscript), dump)
    if _fail(findings):
        return Result(publication.name, _language(publication), findings=findings)
    house_style = _style(style, publication)
    publication = with_capitals(publication, house_style)
    findings = (*findings, *_not_shown(publication, house_style, wanted))
    if _fail(findings):
        return Result(publication.name, _language(publication), findings=findings)
    identity = build_id(publication, house_style)
    staged = Staging(Path(output), publication.name, lambda: progress(BUSY))
    with staged as staging, listening() as heard:
        # Typography → editions.
        made = make_editions(
            wanted, publication, house_style, identity, progress, dump, asked=bool(names)
        )
        for edition, data in made.files.items():
            staging.write(edition.suffix, data)
        # Finished files → findings.
        progress("verify")
        verification, validations = _checked(made, staging, publication, house_style, identity)
        for edition, data in _sheets(publication, house_style, identity, verification, wanted):
            staging.write(edition.suffix, data)
        pages = _pages(made, publication)
        remarks = tuple(remark.finding for remark in pages.remarks) if pages else ()
        found = (*made.findings, *verification.findings, *findings_of(validations))
        findings = _each_once((*findings, *found, *heard.findings))
        checked = verification, validations
        with stage("report"):
            for suffix, data in _reports(publication, identity, *checked, findings, pages):
                staging.write(suffix, data)
        if provenance:
            made_from = Path(manuscript), publication, house_style, identity
            staging.write(PROVENANCE.suffix, write_provenance(*made_from, _staged(staging, wanted)))
        files = _put_in_place(staging, wanted, complete=not _fail(findings))
        return _result(publication, verification, findings, files, remarks, validations)


def verify(
    manuscript: Path | str,
    style: str = "",
    output: Path | str = "output",
    validators: bool = True,
    progress: Progress = lambda stage: None,
) -> Result:
    """Read the finished editions back and compare them with the manuscript.

    ``validators`` asks those made by others too, where they are installed; page-validation, which
    comes along, always.
    """
    progress("verify")
    publication, findings = read_publication(Path(manuscript))
    house_style = _style(style, publication)
    publication = with_capitals(publication, house_style)
    identity = build_id(publication, house_style)
    folder = Path(output)
    staged = Staging(folder, publication.name, lambda: progress(BUSY))
    with staged as staging, listening() as heard:
        present = _present(folder, publication.name)
        with stage("verify"):
            verification = verify_editions(present, publication, house_style, identity)
        # Finished files → findings of validators made by others.
        if validators:
            progress("validators")
        asked = VALIDATORS if validators else ALWAYS
        with stage("validators"):
            validations = validate(present, _written_language(publication), asked)
        found = (*verification.findings, *findings_of(validations), *heard.findings)
        findings = (*findings, *found)
        made = publication, identity, verification.figures
        with stage("report"):
            for suffix, data in _reports_again(folder, *made, findings, validations):
                staging.write(suffix, data)
        files = staging.commit([*REPORTS])
        return _result(publication, verification, findings, files, validations=validations)


def _present(folder: Path, name: str) -> dict[Edition, Path]:
    """The editions that are there, the cover with the pages; all if there are none."""
    paths = {edition: folder / f"{name}{edition.suffix}" for edition in (*EDITIONS, COVER)}
    present = {edition: path for edition, path in paths.items() if path.is_file()}
    if PRINT in present:
        present[COVER] = paths[COVER]
    return present or {edition: paths[edition] for edition in EDITIONS}


def build_id(publication: Publication, style: Style) -> str:
    """What all editions of a build share: it follows from what goes in."""
    images = (hashlib.sha256(asset.data).hexdigest() for asset in publication.assets)
    parts = [VERSION, publication.fingerprint, style.fingerprint, *images]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _style(name: str, publication: Publication) -> Style:
    """The style of the call, else that of the manuscript, whose paths start at its folder."""
    if name:
        return load_style(name)
    place = publication.metadata.places.get(STYLE, Place(""))
    return load_style(publication.settings.style, publication.root, place)


def _not_shown(
    publication: Publication, style: Style, wanted: Iterable[Edition] = ()
) -> tuple[Finding, ...]:
    """Characters that pages cannot show: errors if one of the editions has pages."""
    paged = set(PAGED).intersection(wanted)
    return coverage(publication, style, Severity.ERROR if paged else Severity.WARNING)


def _named(names: Iterable[str]) -> tuple[Edition, ...]:
    """The editions with these names, in our order; all without names."""
    known = {edition.name: edition for edition in EDITIONS}
    wanted = set(names) or set(known)
    for name in sorted(wanted - set(known)):
        values = {"edition": name, "known": ", ".join(known)}
        raise CallError(Finding("edition-unknown", Severity.ERROR, None, values))
    return tuple(edition for edition in EDITIONS if edition.name in wanted)


def _checked(
    made: Made, staging: Staging, publication: Publication, style: Style, identity: str
) -> tuple[Verification, tuple[Validation, ...]]:
    """What the finished files show, and what the validators that come along say."""
    paths = {edition: staging.path(edition.suffix) for edition in made.files}
    with _settled(), stage("verify"):
        verification = verify_editions(paths, publication, style, identity)
    with stage("validators"):
        validations = validate(paths, _written_language(publication), ALWAYS)
    return verification, validations


@contextmanager
def _settled() -> Iterator[None]:
    """Let Python look for rubbish among new objects alone: the pages are still there, and many."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _put_in_place(
    staging: Staging, wanted: Iterable[Edition], *, complete: bool
) -> tuple[Path, ...]:
    """Move the editions that are wanted, with what was made beside them, and the reports.

    Unless they are complete, only the reports. What an earlier build made and this one does not,
    such as the record of an e-book without a number, goes: it would be of another build.
    """
    if not complete:
        return staging.commit(REPORTS)
    beside = [*_with_companions(wanted), PROVENANCE]
    there = [one.suffix for one in beside if staging.path(one.suffix).is_file()]
    gone = [one.suffix for one in beside if one.suffix not in there]
    return staging.commit([*there, *REPORTS], gone)


def _with_companions(wanted: Iterable[Edition]) -> list[Edition]:
    """The editions, each followed by what is made beside it."""
    return [one for edition in wanted for one in (edition, *COMPANIONS.get(edition, ()))]


def _staged(staging: Staging, wanted: Iterable[Edition]) -> dict[str, bytes]:
    """The editions that were made, by the names of their files."""
    paths = [staging.path(one.suffix) for one in _with_companions(wanted)]
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def _sheets(
    publication: Publication,
    style: Style,
    identity: str,
    verification: Verification,
    wanted: Iterable[Edition],
) -> Iterator[tuple[Edition, bytes]]:
    """What the print shop gets to know of its file, as it was read back."""
    read = verification.family
    if read.pages is not None and PRINT in wanted:
        facts = read.pages, read.measures if read.cover else None, read.cover
        yield PREFLIGHT, make_preflight(publication, style, identity, *facts)


def _fail(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _each_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as grave as they were found: what an edition may lack can be an error in another."""
    gravest: dict[tuple[object, ...], Finding] = {}
    weights = list(Severity)
    findings = tuple(findings)
    said = {ECHOES.get(finding.code) for finding in findings}
    for finding in (one for one in findings if one.code not in said):
        key = finding.code, finding.place, *sorted(finding.values.items())
        known = gravest.get(key, finding)
        gravest[key] = min(known, finding, key=lambda one: weights.index(one.severity))
    return tuple(gravest.values())


def _language(publication: Publication) -> str:
    """The language of what is said at the terminal."""
    return speaker(publication.metadata.language)


def _written_language(publication: Publication) -> str:
    """The language of the reports, and so of the validators that are quoted in them."""
    return writer(publication.metadata.language)


def _pages(made: Made, publication: Publication) -> Pages | None:
    """The pages with the remarks on them; without the PDF there are none."""
    if made.layout is None:
        return None
    remarks = layout_remarks(made.layout, publication.silences)
    return Pages(made.layout, remarks, made.files[PDF])


def _reports(
    publication: Publication,
    identity: str,
    verification: Verification,
    validations: tuple[Validation, ...],
    findings: tuple[Finding, ...],
    pages: Pages | None,
) -> Iterator[tuple[str, bytes]]:
    """The report for programs and the one for people."""
    language = _written_language(publication)
    made = publication, identity, verification.figures
    remarks = tuple(remark.finding for remark in pages.remarks) if pages else ()
    layout = layout_report(pages.layout, pages.remarks) if pages else None
    yield REPORT, write_report(*made, findings, language, layout, remarks, validations)
    everything = (*findings, *remarks)
    yield REPORT_PAGE, write_report_page(*made, everything, language, pages, validations)


def _reports_again(
    folder: Path,
    publication: Publication,
    identity: str,
    counted: dict[str, dict[str, int]],
    findings: tuple[Finding, ...],
    validations: tuple[Validation, ...],
) -> Iterator[tuple[str, bytes]]:
    """The reports without a build; how the pages were made up they keep from the one before."""
    language = _written_language(publication)
    made = publication, identity, counted
    layout = kept_layout(folder / f"{publication.name}{REPORT}", identity)
    yield REPORT, write_report(*made, findings, language, layout, validations=validations)
    kept = kept_pages(folder / f"{publication.name}{REPORT_PAGE}", identity, layout)
    everything = (*findings, *(kept.remarks if kept else ()))
    yield REPORT_PAGE, write_report_page(*made, everything, language, kept, validations)


def _result(
    publication: Publication,
    verification: Verification,
    findings: tuple[Finding, ...],
    files: tuple[Path, ...],
    remarks: tuple[Finding, ...] = (),
    validations: tuple[Validation, ...] = (),
) -> Result:
    made = publication.name, _language(publication), files
    return Result(*made, findings, remarks, verification.figures, validations)
