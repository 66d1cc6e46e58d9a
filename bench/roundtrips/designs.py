"""What the pages look like: plain books, and those of publishers with habits of their own.

Each design is a change of the plain style sheet, template or preamble.
"""

from __future__ import annotations

from pathlib import Path

from bench.typesetting.fonts import family, write_instances

TEMPLATES = Path(__file__).parent / "templates"
#: The family that WeasyPrint sets.
FAMILY = "source-serif-4"

PAGE_CSS = (TEMPLATES / "page.css").read_text("utf-8")
TEMPLATE_TYP = (TEMPLATES / "book.typ").read_text("utf-8")
PREAMBLE_TEX = (TEMPLATES / "preamble.tex").read_text("utf-8")

#: Style sheets behind the plain one, for WeasyPrint.
SHEETS = {
    # A wide and short page, notes counted anew on each.
    "anew": """
        @page { size: 170mm 240mm; margin: 24mm 30mm 30mm 22mm; counter-reset: footnote }
        body { font-size: 10.4pt; line-height: 13.6pt }
    """,
    # Brochures of the eighties: capitals, and chapters that do not begin a page.
    "capitals": """
        h1, h2 { text-transform: uppercase; font-size: 1em; font-weight: 400; text-align: center }
        h1 { font-size: 1.15em; break-before: auto }
        @page { @top-center { content: none } @bottom-center { content: "– " counter(page) " –" } }
    """,
    # Ragged, no indents, a line of white between paragraphs.
    "ragged": """
        p { text-align: left; hyphens: manual; margin: 0 0 .7em; text-indent: 0 }
        p + p { text-indent: 0 }
        h2, h3 { font-size: 1em; font-weight: 700 }
    """,
    # Small type, close together, heads letter-spaced.
    "spaced": """
        @page { size: 105mm 165mm; margin: 12mm 11mm 14mm }
        body { font-size: 8pt; line-height: 9.6pt }
        h1, h2, h3 { letter-spacing: .18em; font-weight: 400; font-size: 1.1em }
        .note { font-size: 6.6pt; line-height: 8pt }
    """,
    # Page numbers in the outer margin, running heads with number and chapter on one line.
    "margins": """
        @page { margin: 22mm 34mm 22mm 18mm;
          @top-center { content: none } @bottom-center { content: none }
          @right-top { content: counter(page); width: 20mm; font-size: 9pt }
          @top-left { content: counter(page) "   " string(chapter); font-style: italic } }
    """,
    # Sections that run in: their heads are bold words before the text.
    "run-in": """
        h2, h3 { font-size: 1em; font-weight: 700; margin: 1em 0 0; break-after: auto }
        h2 + p, h3 + p { text-indent: 0 }
    """,
    # Tables without rules, and a sans face throughout.
    "plain-tables": """
        table, th, td { border: none } th { font-weight: 400; font-style: italic }
    """,
    # Calls in square brackets on the line.
    "brackets": """
        .note::footnote-call { content: "[" counter(footnote) "]"; vertical-align: baseline;
          font-size: 1em }
        .note::footnote-marker { content: "[" counter(footnote) "] "; font-size: 1em }
    """,
}

#: Lines before the text of the plain template, for Typst, and whether the PDF is tagged.
TYPST = {
    "typst-untagged": ("", False),
    "typst-columns": (
        '#set page(columns: 2, paper: "a4", margin: 20mm)\n#set text(size: 9pt)',
        False,
    ),
    "typst-ragged": (
        "#set par(justify: false, first-line-indent: 0pt, spacing: 1.2em)\n"
        "#show heading: set text(size: 10.5pt)",
        False,
    ),
    "typst-small-caps": (
        "#show heading: it => align(center, text(weight: 400, smallcaps(it)))\n"
        '#set footnote(numbering: "*")',
        False,
    ),
}

#: Options of Pandoc and lines at the end of the preamble, for LuaLaTeX.
LATEX: dict[str, tuple[tuple[str, ...], str]] = {
    "lualatex-book": (
        ("-V", "documentclass=scrbook", "--top-level-division=chapter", "--toc"),
        r"\usepackage[automark]{scrlayer-scrpage}\pagestyle{scrheadings}",
    ),
    "lualatex-endnotes": (
        ("-V", "documentclass=scrartcl"),
        r"\usepackage{endnotes}\let\footnote=\endnote\renewcommand{\notesname}{Anmerkungen}"
        r"\AtEndDocument{\theendnotes}",
    ),
    "lualatex-per-page": (
        ("-V", "documentclass=scrreprt"),
        r"\usepackage{perpage}\MakePerPage{footnote}",
    ),
    "lualatex-article": (("-V", "documentclass=article"), ""),
    "lualatex-symbols": (
        ("-V", "documentclass=scrartcl"),
        r"\usepackage[perpage,symbol*]{footmisc}",
    ),
}


def write_fonts(folder: Path) -> None:
    """The faces that the style sheet names."""
    write_instances(family(FAMILY), folder / "fonts")
