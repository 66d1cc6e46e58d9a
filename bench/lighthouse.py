"""Lighthouse on a web page, served on this computer alone.

``python -m bench.lighthouse PAGE`` prints the scores of each form factor and what costs points.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

from satzspiegel.verify.validators import chromium, node, npm_package
from satzspiegel.verify.validators.running import answer

NAME = "Lighthouse"
CATEGORIES = ("accessibility", "best-practices")
#: A telephone is Lighthouse's own choice.
FORMS = {"mobile": (), "desktop": ("--preset=desktop",)}
#: Seconds.
LIMIT = 180.0


@dataclass(frozen=True)
class Score:
    """Points from 0 to 100, and the ids of the audits that cost some."""

    form: str
    category: str
    points: int
    lost: tuple[str, ...]

    def __str__(self) -> str:
        """``mobile accessibility 100``."""
        lost = f" ({', '.join(self.lost)})" if self.lost else ""
        return f"{self.form} {self.category} {self.points}{lost}"


def lighthouse(page: Path) -> list[Score]:
    """The scores of a page in both form factors.

    Raises ``ValidatorMissingError`` and ``ValidatorFailedError`` of the validators.
    """
    program = npm_package("lighthouse") / "cli" / "index.js"
    flags = (
        f"--only-categories={','.join(CATEGORIES)}",
        "--output=json",
        "--output-path=stdout",
        "--quiet",
        "--chrome-flags=--headless=new --no-sandbox",
    )
    browser = {"CHROME_PATH": str(chromium())}
    scores: list[Score] = []
    with _served(page) as address:
        for form, preset in FORMS.items():
            command: list[str | Path] = [node(), program, address, *flags, *preset]
            scores.extend(_scores(form, answer(NAME, command, LIMIT, browser)))
    return scores


def _scores(form: str, report: Any) -> Iterator[Score]:
    for name in CATEGORIES:
        category = report["categories"][name]
        audits = [audit["id"] for audit in category["auditRefs"] if audit["weight"]]
        lost = tuple(one for one in audits if report["audits"][one]["score"] not in (1, None))
        yield Score(form, name, round(100 * (category["score"] or 0)), lost)


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Requests are no news."""


@contextmanager
def _served(page: Path) -> Iterator[str]:
    """The address of a page while its folder is served."""
    handler = partial(_Silent, directory=str(page.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{quote(page.name)}"
        finally:
            server.shutdown()


if __name__ == "__main__":
    for score in lighthouse(Path(sys.argv[1])):
        print(score)
