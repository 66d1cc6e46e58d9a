"""The faces of the pages, each made and registered when a text asks for it first.

A style has more faces than a text needs, and to make one takes longer than to set a page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration

from satzspiegel.fonts import Face

#: Family, style and weight, as CSS has them.
Key = tuple[str, str, int]
#: The descriptors that make it up (CSS Fonts 4, 4).
DESCRIPTORS = ("font_family", "font_style", "font_weight")
#: Where Fontconfig looks for its settings (fonts-conf(5)), and the ones for us.
FONTCONFIG_FILE = "FONTCONFIG_FILE"
SETTINGS = Path(__file__).parent / "fonts.conf"


class AskedFaces(FontConfiguration):  # type: ignore[misc]
    """WeasyPrint's fonts, where our own wait until they are asked for, and there are no others."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        with _settings_of_nobody():
            super().__init__()
        self._faces: dict[Key, Face] = {(f.family, f.style, f.weight): f for f in faces}
        self._waiting: dict[Key, tuple[Any, Any]] = {}

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        """Take a face of a style sheet (``@font-face``) and let it wait if it is one of ours."""
        key = tuple(rule_descriptors.get(name) for name in DESCRIPTORS)
        if key in self._faces:
            self._waiting[key] = rule_descriptors, url_fetcher
        else:
            super().add_font_face(rule_descriptors, url_fetcher)

    def ask(self, style: Any) -> None:
        """Register the face that a text with this style is set in.

        If we have not got just that, or if it lacks characters, Pango chooses among all.
        """
        if not self._waiting:
            return
        key: Key = (style["font_family"][0], style["font_style"], style["font_weight"])
        self._register(key)
        if key not in self._faces or not self._faces[key].is_whole:
            for other in tuple(self._waiting):
                self._register(other)

    def _register(self, key: Key) -> None:
        if key in self._waiting:
            _ = self._faces[key].data  # WeasyPrint would hide what goes wrong with it.
            super().add_font_face(*self._waiting.pop(key))


@contextmanager
def _settings_of_nobody() -> Iterator[None]:
    """Keep from Fontconfig what it would find on this computer.

    A rule of the user's may change any face, and an installed font that is called like one of ours
    would take its place.
    """
    before = os.environ.get(FONTCONFIG_FILE)
    os.environ[FONTCONFIG_FILE] = str(SETTINGS)
    try:
        yield
    finally:
        del os.environ[FONTCONFIG_FILE]
        if before is not None:
            os.environ[FONTCONFIG_FILE] = before


@contextmanager
def asking() -> Iterator[None]:
    """Let WeasyPrint 70 ask for the face of each text before it is laid out."""
    describe = line_break.get_font_description

    def asked(style: Any) -> Any:
        if isinstance(style.font_config, AskedFaces):
            style.font_config.ask(style)
        return describe(style)

    line_break.get_font_description = asked
    try:
        yield
    finally:
        line_break.get_font_description = describe
