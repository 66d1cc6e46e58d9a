"""The command line: arguments, progress, exit codes.

Exit codes: 0 fine, 1 the manuscript or an edition has an error, 2 the call was wrong.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import resources
from io import TextIOWrapper
from pathlib import Path
from typing import get_args

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from satzspiegel.build import BUSY, Result, build, check, verify
from satzspiegel.build import Progress as Report
from satzspiegel.cli_words import WORDS
from satzspiegel.dump import STAGES, Dump
from satzspiegel.editions import EDITIONS
from satzspiegel.import_sources import Imported, import_sources
from satzspiegel.importing.draft import Changes, Options
from satzspiegel.importing.report import REPORT_PAGE, REVIEW
from satzspiegel.importing.report_page import figures_said
from satzspiegel.logs import listening, own_error_stream, telling
from satzspiegel.messages import (
    CallError,
    ManuscriptError,
    SatzspiegelError,
    StyleError,
    is_known,
    nearest_name,
    render,
    speaker,
)
from satzspiegel.messages.explain import explain
from satzspiegel.messages.formats import FORMATS, as_commands, as_json
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.scratch import scratch
from satzspiegel.verify.report_page import said_of
from satzspiegel.version import VERSION

#: Without emoji: in ``kapitel.md:100:1`` stands the name of one.
ERRORS = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
OUT = Console(highlight=False, soft_wrap=True, emoji=False)
STEPS = ("manuscript", *(edition.name for edition in EDITIONS), "verify")
#: Stages that bring the bar no further: the first, and waiting.
UNCOUNTED = {STEPS[0], BUSY}

manuscript_argument = click.argument(
    "manuscript", type=click.Path(path_type=Path), default=Path("manuscript")
)
style_option = click.option("--style", default="", help="House style: a name, or a folder.")
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), help="Output folder."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings.")
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Tell each stage with its time, unless quiet."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="satzspiegel")
def cli() -> None:
    """Editions of one German manuscript with footnotes: PDF, print, EPUB and HTML."""


@cli.command("build")
@manuscript_argument
@click.option(
    "-e",
    "--edition",
    "editions",
    multiple=True,
    help=f"{', '.join(one.name for one in EDITIONS)}; default: all.",
)
@style_option
@output_option
@click.option("--dump", type=click.Choice(STAGES), multiple=True, help="Write a stage's product.")
@click.option("--provenance", is_flag=True, help="Also list what went in (CycloneDX).")
@quiet_option
@verbose_option
def build_command(
    manuscript: Path,
    editions: tuple[str, ...],
    style: str,
    output: Path,
    dump: tuple[str, ...],
    provenance: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make the editions of MANUSCRIPT and verify them."""
    stages = Dump(dump, output / "dump")
    with _progress(quiet, len(editions) or len(EDITIONS), verbose=verbose) as progress:
        result = build(manuscript, editions, style, output, progress, stages, provenance=provenance)
    _tell(result, quiet)
    if not result.ok:
        ERRORS.print(WORDS[result.language]["kept"])
        sys.exit(1)


@cli.command("check")
@manuscript_argument
@click.option("--fixes", is_flag=True, help="Also report what is set otherwise than typed.")
@click.option(
    "--explain", "names", metavar="ID", multiple=True, help="Explain a rule or a finding instead."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="For people, as a JSON document, or as annotations of GitHub Actions.",
)
@click.option("--strict", is_flag=True, help="Warnings too make the exit code 1.")
@quiet_option
@verbose_option
def check_command(
    manuscript: Path,
    fixes: bool,
    names: tuple[str, ...],
    form: str,
    strict: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Look at MANUSCRIPT: notes, links, images, typography."""
    if names:
        _explain(names)
        return
    with _progress(not verbose or quiet, 0, verbose=True):
        if form == "text":
            result = check(manuscript, fixes=fixes)
        else:
            result = _check_for_machines(manuscript, fixes)
    if form == "text":
        _tell(result, quiet)
    else:
        _tell_machines(result, manuscript, form)
    warned = any(finding.severity is Severity.WARNING for finding in result.findings)
    sys.exit(0 if result.ok and not (strict and warned) else 1)


@cli.command("verify")
@manuscript_argument
@style_option
@output_option
@click.option("--no-validators", is_flag=True, help="Ask no validators made by others.")
@quiet_option
@verbose_option
def verify_command(
    manuscript: Path, style: str, output: Path, no_validators: bool, quiet: bool, verbose: bool
) -> None:
    """Read the finished editions back, compare them with MANUSCRIPT and have them validated."""
    with _progress(quiet, 0, verbose=verbose) as progress:
        result = verify(manuscript, style, output, not no_validators, progress)
    _tell(result, quiet)
    sys.exit(0 if result.ok else 1)


@cli.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="New folder; default: the source's name.",
)
@click.option("--lang", default="", help="Language, such as de-AT; default: the source's.")
@click.option(
    "--changes",
    type=click.Choice(get_args(Changes)),
    default="accept",
    help="What becomes of tracked changes in a Word file.",
)
@quiet_option
@verbose_option
def import_command(
    sources: tuple[Path, ...],
    output: Path | None,
    lang: str,
    changes: Changes,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make a manuscript of SOURCES: Word files, PDFs, or the text of old ones."""
    with _progress(quiet, len(sources) + 1, verbose=verbose) as progress:
        imported = import_sources(sources, output or "", Options(lang, changes), progress)
    _tell_imported(imported, quiet)


@cli.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
def new_command(folder: Path) -> None:
    """Make FOLDER with the beginnings of a manuscript."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        place = Place(str(folder))
        raise CallError(Finding("folder-not-empty", Severity.ERROR, place))
    folder.mkdir(parents=True, exist_ok=True)
    for file in resources.files("satzspiegel").joinpath("starter").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    OUT.print(f"{folder} {WORDS[speaker()]['created'].format(folder=folder)}", markup=False)


def _tell(result: Result, quiet: bool) -> None:
    """Findings on the error stream, figures and files on the other."""
    warnings = [one for one in result.remarks if one.severity is not Severity.HINT]
    for finding in (*result.findings, *warnings):
        ERRORS.print(render(finding, result.language), markup=False)
    if quiet:
        return
    for edition, figures in result.figures.items():
        counted = ", ".join(f"{count} {name}" for name, count in figures.items())
        OUT.print(f"{edition}: {counted}", markup=False)
    for one in result.validations:
        name = f"{one.validator} {one.version}".strip()
        OUT.print(f"{name}: {said_of(one, result.language)}", markup=False)
    for file in result.files:
        OUT.print(str(file), markup=False)
    words = WORDS[result.language]
    hints = len(result.remarks) - len(warnings)
    if hints:
        OUT.print(words["layout" + "s" * (hints > 1)].format(hints=hints), markup=False)
    OUT.print(
        f"{result.publication}: {_counted(result.findings, words) or words['fine']}", markup=False
    )


def _tell_imported(imported: Imported, quiet: bool) -> None:
    """What has to be known now on the error stream, files and figures on the other."""
    language = imported.language
    own = [finding for finding in imported.findings if finding.severity is not Severity.HINT]
    errors = [finding for finding in imported.checked if finding.severity is Severity.ERROR]
    for finding in (*own, *errors):
        ERRORS.print(render(finding, language), markup=False)
    if quiet:
        return
    for file in (*imported.files, REPORT_PAGE, REVIEW):
        OUT.print(str(imported.folder / file), markup=False)
    OUT.print(figures_said({**imported.figures, "doubts": 0}, language), markup=False)
    words = WORDS[language]
    if said := _counted(imported.checked, words):
        OUT.print(words["checked"].format(findings=said), markup=False)
    doubts = {0: words["no doubt"], 1: words["one doubt"]}.get(imported.doubts, words["doubts"])
    report = imported.folder / REPORT_PAGE
    said = words["imported"].format(report=report, folder=imported.folder)
    OUT.print(f"{doubts.format(doubts=imported.doubts)}. {said}", markup=False)


def _check_for_machines(manuscript: Path, fixes: bool) -> Result:
    """The result of a check, also where a manuscript leaves nothing to go on with."""
    try:
        return check(manuscript, fixes=fixes)
    except (ManuscriptError, StyleError) as error:
        return Result(manuscript.stem, speaker(), findings=error.findings)


def _tell_machines(result: Result, manuscript: Path, form: str) -> None:
    """The findings alone, on standard output; in UTF-8, whatever the terminal speaks."""
    folder = manuscript if manuscript.is_dir() else manuscript.parent
    if form == "json":
        lines = [as_json(result.findings, result.publication, folder, result.language)]
    else:
        lines = list(as_commands(result.findings, folder, result.language))
    click.echo("".join(f"{line}\n" for line in lines).encode(), nl=False)


def _explain(names: tuple[str, ...]) -> None:
    """Rules and findings in words, with an empty line between them."""
    for name in names:
        if not is_known(name):
            values = {"name": name, "nearest": nearest_name(name)}
            raise CallError(Finding("rule-unknown", Severity.ERROR, None, values))
    said = (explain(name, speaker()) for name in names)
    OUT.print("\n\n".join(said), markup=False)


def _counted(findings: Iterable[Finding], words: dict[str, str]) -> str:
    """»2 Fehler, 1 Warnung, 3 Hinweise«, or nothing."""
    counts = Counter(finding.severity.value for finding in findings)
    kinds = [severity.value for severity in Severity if counts[severity.value]]
    return ", ".join(f"{n} {words[kind + 's' * (n > 1)]}" for kind in kinds if (n := counts[kind]))


@contextmanager
def _progress(quiet: bool, editions: int, *, verbose: bool = False) -> Iterator[Report]:
    """A bar on a terminal, plain lines elsewhere or with times, nothing when quiet."""
    words = WORDS[speaker()]
    if quiet:
        yield lambda stage: None
    elif verbose:
        with telling(_plain, words):
            yield lambda stage: _plain(f"{words[stage]} …") if stage == BUSY else None
    elif not ERRORS.is_terminal:
        yield lambda stage: ERRORS.print(f"{words[stage]} …", markup=False)
    else:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=ERRORS, transient=True) as bar:
            task = bar.add_task("", total=editions + 2)

            def step(stage: str) -> None:
                bar.update(task, description=words[stage], advance=stage not in UNCOUNTED)

            yield step


def _plain(line: str) -> None:
    """A line on the error stream without a terminal's control codes, at once."""
    click.echo(line, err=True, color=False)


#: A build makes millions of objects that live as long as it does. Looking through them for rubbish
#: as often as Python does by itself takes a fifth of the time (gc.set_threshold).
COLLECTED = (50_000, 20, 50)


def main() -> None:
    """Run the command line; every error of the user's is one line, never a traceback."""
    gc.set_threshold(*COLLECTED)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal may lack quotation marks or dashes
            stream.reconfigure(errors="replace")
    with own_error_stream(), listening():  # what nobody else has heard reaches no terminal
        _run()


def _run() -> None:
    try:
        with scratch():
            cli(standalone_mode=False)
    except SatzspiegelError as error:
        _tell_error(error.findings)
        sys.exit(2 if isinstance(error, CallError) else 1)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:  # the reader, such as head(1), has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        place = Place(str(error.filename)) if error.filename else None
        values = {"reason": error.strerror or str(error)}
        _tell_error((Finding("system", Severity.ERROR, place, values),))
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def _tell_error(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        ERRORS.print(render(finding, speaker()), markup=False)
