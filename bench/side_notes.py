"""The side notes of web pages as browsers lay them out: where each stands, and what is wrong.

``python -m bench.side_notes PAGE.html …`` opens the pages in Chromium and Firefox: wide, where
notes stand beside the text, and narrow, where they stand below it.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from satzspiegel.verify import validators
from satzspiegel.verify.validators.running import answer

SCRIPT = Path(__file__).parents[1] / "tests" / "browser" / "side_notes.mjs"
BROWSERS = ("chromium", "firefox")
#: Widths in CSS pixels at which notes stand beside the text, and below it.
WIDE, NARROW = (1600, 1280), (390,)
#: Seconds for all pages at all widths.
LIMIT = 600.0
#: CSS pixels that rounding may make.
ROUNDING = 1.0


@dataclass(frozen=True)
class Box:
    """A rectangle in CSS pixels from the top left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether both share more than rounding makes."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > ROUNDING
            and min(self.bottom, other.bottom) - max(self.top, other.top) > ROUNDING
        )

    def inside(self, other: Box) -> bool:
        """Whether this one sticks out of the other nowhere."""
        return (
            self.left >= other.left - ROUNDING
            and self.top >= other.top - ROUNDING
            and self.right <= other.right + ROUNDING
            and self.bottom <= other.bottom + ROUNDING
        )


@dataclass(frozen=True)
class Placed:
    """A call or a note: its number and where it stands. ``beside``: taken out of the text."""

    number: str
    box: Box
    beside: bool = False


@dataclass(frozen=True)
class View:
    """A page at one width of the window.

    ``excess`` is how far it reaches beyond the window, in CSS pixels; ``matter`` is all that notes
    must not stand on.
    """

    browser: str
    page: str
    width: int
    seconds: float
    whole: Box
    excess: float
    calls: tuple[Placed, ...]
    notes: tuple[Placed, ...]
    matter: tuple[Box, ...]

    @property
    def drift(self) -> float:
        """The most that a note stands below its call, in CSS pixels."""
        pairs = zip(self.calls, self.notes, strict=False)
        return max((note.box.top - call.box.top for call, note in pairs), default=0.0)


def views(browser: str, pages: Sequence[Path], widths: Sequence[int]) -> tuple[View, ...]:
    """Each page at each width in one of :data:`BROWSERS`.

    Raises :class:`~satzspiegel.verify.validators.ValidatorMissingError` and
    :class:`~satzspiegel.verify.validators.ValidatorFailedError`.
    """
    validators.npm_package("puppeteer-core")
    executable = validators.chromium() if browser == "chromium" else validators.firefox()
    job = {
        "kind": browser,
        "executable": str(executable),
        "modules": str(validators.NODE_MODULES.resolve()),
        "pages": [str(page.resolve()) for page in pages],
        "widths": list(widths),
    }
    found: dict[str, Any] = answer(browser, [validators.node(), SCRIPT, json.dumps(job)], LIMIT)
    names = [page.name for page in pages for _ in widths]
    return tuple(
        _view(browser, name, view) for name, view in zip(names, found["views"], strict=True)
    )


def _view(browser: str, name: str, view: dict[str, Any]) -> View:
    boxes = view["boxes"]
    return View(
        browser,
        name,
        width=boxes["window"],
        seconds=view["seconds"],
        whole=Box(*boxes["page"]),
        excess=boxes["excess"],
        calls=tuple(Placed(call["number"], Box(*call["box"])) for call in boxes["calls"]),
        notes=tuple(Placed(n["number"], Box(*n["box"]), n["beside"]) for n in boxes["notes"]),
        matter=tuple(Box(*box) for box in boxes["matter"]),
    )


def faults(view: View, *, beside: bool) -> Iterator[str]:
    """What is wrong with the notes of a view, one line each.

    ``beside`` says whether they belong beside the text; otherwise they follow it.
    """
    for call, note in zip_longest(view.calls, view.notes):
        if call is None or note is None or call.number != note.number:
            yield f"note {note and note.number} stands for call {call and call.number}"
            return
        if note.beside != beside:
            yield f"note {note.number} is {'not ' if beside else ''}beside the text"
        if note.box.top < call.box.top - ROUNDING:
            yield f"note {note.number} stands {call.box.top - note.box.top:.0f} px above its call"
        if not note.box.inside(view.whole):
            yield f"note {note.number} sticks out of the page"
    if view.excess > ROUNDING:
        yield f"the page is {view.excess:.0f} px wider than the window"
    yield from _overlaps(view)


def _overlaps(view: View) -> Iterator[str]:
    """Notes on notes, and notes on anything else."""
    notes = sorted(view.notes, key=lambda note: note.box.top)
    for number, note in enumerate(notes):
        for other in notes[number + 1 :]:
            if other.box.top >= note.box.bottom:
                break
            if note.box.overlaps(other.box):
                yield f"notes {note.number} and {other.number} overlap"
    matter = sorted(view.matter, key=lambda box: box.top)
    tallest = max((box.bottom - box.top for box in matter), default=0.0)
    tops = [box.top for box in matter]
    for note in notes:
        first = bisect_left(tops, note.box.top - tallest)
        last = bisect_left(tops, note.box.bottom)
        if any(note.box.overlaps(box) for box in matter[first:last]):
            yield f"note {note.number} stands on the text"


def main(pages: list[Path]) -> int:
    failed = False
    for browser in BROWSERS:
        for view in views(browser, pages, (*WIDE, *NARROW)):
            beside = view.width not in NARROW
            wrong = list(faults(view, beside=beside))
            failed |= bool(wrong)
            print(
                f"{view.page} {browser} {view.width} px: {len(view.notes)} notes,"
                f" {len(wrong)} faults, {view.seconds:.1f} s",
                *([f"at most {view.drift:.0f} px below the call"] if beside else []),
                sep=", ",
            )
            for line in wrong[:20]:
                print(f"  {line}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main([Path(word) for word in sys.argv[1:]]))
