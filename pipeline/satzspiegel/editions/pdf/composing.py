"""WeasyPrint's blocks filled with lines that we chose: whole paragraphs at their best."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.layout import block
from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages

from satzspiegel.editions.pdf.leaves import HEADINGS, Unset, is_of_class
from satzspiegel.editions.pdf.limits import line_settings
from satzspiegel.editions.pdf.lines import SetParagraph
from satzspiegel.editions.pdf.paragraphs import WRAPPING, Measurer
from satzspiegel.editions.pdf.types import Hanging
from satzspiegel.fonts import Face
from satzspiegel.hyphenation import Hyphenator
from satzspiegel.linebreak import Demands, LastLine, Settings, Shape, break_paragraph
from satzspiegel.styles import Style

#: A last line shorter than this, in em, leaves a hole above the next indent.
SHORTEST_LAST = 2.2
#: Boxes that are as wide as their text are so by Pango's figures, which are rounded. CSS pixels.
SLACK = 0.05
#: Classes of a division whose paragraphs are to have a line less, or a line more.
SHORTER, LONGER = "shorter", "longer"


@dataclass(frozen=True)
class Composer:
    """Gives WeasyPrint the lines of paragraphs."""

    measurer: Measurer
    settings: Settings

    @contextmanager
    def composing(self) -> Iterator[None]:
        """Let WeasyPrint 70 ask us for the lines of each block that it lays out."""
        native = block.iter_line_boxes

        def lines(context: Any, line: Any, y: float, bottom: float, skip: Any, around: Any,
                  absolute: Any, fixed: Any, letter: Any, first: Any) -> Iterator[Any]:  # fmt: skip
            wanted = skip is None and not letter and not first and not context.excluded_shapes
            paragraph = self._paragraph(context, line, around) if wanted else None
            if paragraph is None:
                return native(  # type: ignore[no-any-return]
                    context, line, y, bottom, skip, around, absolute, fixed, letter, first
                )
            return _numbered(paragraph.boxes(around.content_box_x(), y))

        block.iter_line_boxes = lines
        try:
            yield
        finally:
            block.iter_line_boxes = native

    def _paragraph(self, context: Any, line: Any, around: Any) -> SetParagraph | None:
        """A paragraph with its best lines; None for what WeasyPrint has to set."""
        style = line.style
        if not _is_ours(style, around.style):
            return None
        resolve_percentages(line, around)
        resolve_one_percentage(line, "text_indent", around.width)
        try:
            measured = self.measurer.measure(context, line, around, around.width)
        except Unset:
            return None
        if not measured.items:
            return None
        indent = line.text_indent
        shape = _shape(style, around, indent)
        asked = _looseness(around)
        demands = Demands(looseness=asked)
        breaking = break_paragraph(measured.paragraph, shape, self.settings, demands)
        return SetParagraph(line, measured, breaking, shape, indent, bool(asked))


def hand_down(root: Element) -> None:
    """Give the paragraphs in a division what the editor asks of it, a line more or a line less."""
    for division in root.iter("div"):
        classes = division.get("class", "").split()
        for asked in (SHORTER, LONGER):
            if asked in classes:
                for paragraph in division.iter("p"):
                    paragraph.set("class", f"{paragraph.get('class', '')} {asked}".strip())


def _looseness(around: Any) -> int:
    """The lines more or less that the editor asks of a paragraph."""
    return int(is_of_class(around, LONGER)) - int(is_of_class(around, SHORTER))


def _is_ours(style: Any, around: Any) -> bool:
    """Whether we set such a line: not code, nor what is cut off at the margin."""
    plain = style["direction"] == "ltr" and around["text_overflow"] == "clip"
    return plain and style["font_size"] > 0 and style["white_space"] in (*WRAPPING, "nowrap")


def _shape(style: Any, around: Any, indent: float) -> Shape:
    """The room for a block's lines."""
    ragged = style["text_align_all"] != "justify"
    width = around.width + (SLACK if ragged else 0.0)
    return Shape(
        width,
        (width - indent,),
        last=LastLine.FILLED if ragged and around.element_tag in HEADINGS else LastLine.NATURAL,
        shortest_last=SHORTEST_LAST * style["font_size"],
        ragged=ragged,
    )


def composer_for(style: Style, faces: tuple[Face, ...], hyphenator: Hyphenator) -> Composer:
    """The composer of a house style."""
    hanging = Hanging(**style.settings.get("hanging", {}))
    return Composer(Measurer(faces, hyphenator, hanging), line_settings(style))


def _numbered(made: Iterator[Any]) -> Iterator[Any]:
    """Lines as WeasyPrint's iterator gives them: each with where the next one begins."""
    lines = list(made)
    for number, line in enumerate(lines, 1):
        yield line, ({number: None} if number < len(lines) else None)
