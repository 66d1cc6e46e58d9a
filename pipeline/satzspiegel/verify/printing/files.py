"""A file for the print shop as a whole: intent, record, fonts, what must not be in it.

ISO 15930-7 (PDF/X-4), 6.
"""

from __future__ import annotations

from collections.abc import Iterator

from satzspiegel.model import Finding, Severity
from satzspiegel.printing_facts import FontFacts, PrintFacts
from satzspiegel.verify.printing.wanted import Wanted
from satzspiegel.verify.reading import line

STANDARD = "PDF/X-4"
#: The newest version of PDF that PDF/X-4 knows.
VERSION = (1, 6)
#: The class of profiles for output devices, and their colour space (ICC.1, 7.2.5).
OUTPUT, SPACE = "prtr", "CMYK"


def check_whole(facts: PrintFacts, wanted: Wanted) -> Iterator[Finding]:
    """What is wrong with a file that can be opened, apart from its pages."""
    yield from _intent(facts, wanted)
    yield from _record(facts, wanted)
    yield from _foreign(facts, wanted)
    yield from _fonts(facts, wanted)
    count = len(facts.pages)
    if count == 0 or count % wanted.together:
        yield wanted.finding("print-page-count", count=str(count), together=str(wanted.together))


def _intent(facts: PrintFacts, wanted: Wanted) -> Iterator[Finding]:
    """The printing condition, by its name and by its profile (6.2)."""
    found = [intent for intent in facts.intents if intent.subtype == "GTS_PDFX"]
    names = ", ".join(intent.identifier for intent in found)
    if names != wanted.condition:
        yield wanted.finding("print-intent", found=names, expected=wanted.condition)
    for intent in found:
        if (intent.profile_class, intent.profile_space) != (OUTPUT, SPACE):
            yield wanted.finding("print-profile", found=intent.profile)


def _record(facts: PrintFacts, wanted: Wanted) -> Iterator[Finding]:
    """What the file says of itself."""
    record = facts.record
    if tuple(int(part) for part in facts.version.split(".")) > VERSION:
        yield wanted.finding("print-version", found=facts.version)
    if record.standard != STANDARD:
        yield wanted.finding("print-standard", found=record.standard)
    if not facts.identified:
        yield wanted.finding("print-record-missing", found="ID")
    if record.missing:
        yield wanted.finding("print-record-missing", found=", ".join(record.missing))
    if record.differing:
        yield wanted.finding("print-record-differs", found=", ".join(record.differing))
    if record.trapped not in ("True", "False"):
        yield wanted.finding("print-trapped", found=record.trapped)
    if line(record.title) != line(wanted.title):
        yield wanted.finding("edition-title", expected=line(wanted.title), found=record.title)
    if record.build_id != wanted.build_id:
        yield wanted.finding("edition-mixed")


def _foreign(facts: PrintFacts, wanted: Wanted) -> Iterator[Finding]:
    """What belongs on a screen."""
    if facts.encrypted:
        yield wanted.finding("print-encrypted")
    if facts.form:
        yield wanted.finding("print-form")
    if facts.scripts:
        yield wanted.finding("print-script", found=", ".join(facts.scripts))
    if facts.forbidden:
        yield wanted.finding("print-forbidden", found=", ".join(facts.forbidden))


def _fonts(facts: PrintFacts, wanted: Wanted) -> Iterator[Finding]:
    """Fonts: all in the file, and only what is used of them."""
    if missing := [font for font in facts.fonts if not font.embedded]:
        yield wanted.finding("print-font-missing", fonts=_names(missing))
    if whole := [font for font in facts.fonts if font.embedded and not font.subset]:
        yield wanted.finding("print-font-whole", Severity.WARNING, fonts=_names(whole))


def _names(fonts: list[FontFacts]) -> str:
    return ", ".join(sorted({font.name for font in fonts}))
