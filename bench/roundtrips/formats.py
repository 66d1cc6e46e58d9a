"""What a format cannot hold, and why: these features are not counted for it."""

from __future__ import annotations

_PAGES = {
    "levels": "pages show which heading is above which, not the number of a level",
    "reference": "a link inside a PDF leads to a place on a page, not to a chapter or figure",
    "reference to note": "a link inside a PDF leads to a place on a page",
    "separator": "drawn as space or as an ornament that any text may have",
    "term": "a definition looks like a paragraph",
    "code": "monospaced type may be anything",
    "line break": "a line's end says nothing of why the line ends",
    "quotation of verse": "verse is indented, whether it is quoted or not",
    "small-caps of capitals": "capitals look the same beside small capitals",
}
_UNTAGGED = {
    "language": "without tags nothing says the language of words",
    "alternative": "without tags a picture has no words",
}
_FLOATS = {
    "figure": "figures are moved to where they fit",
    "table": "tables are moved to where they fit",
}

_WORD = {
    "reference to note": "Pandoc gives notes no name that a link could lead to",
    "term": "the program knows a paragraph style for terms, at most",
    "separator": "drawn as a line or as asterisks, that any text may have",
}

#: By kind of source: features, and why they are left out.
LEFT_OUT: dict[str, dict[str, str]] = {
    "pdf": {**_PAGES, **_UNTAGGED, **_FLOATS},
    "tagged": {**_PAGES, **_FLOATS},
    "typst": {**_PAGES, **_FLOATS, "alternative": "Pandoc writes none into Typst"},
    "word": _WORD,
    "odt": {**_WORD, "alternative": "Pandoc writes none into ODT"},
    "rtf": {
        "reference": "RTF, as Pandoc writes it, has no names for places",
        "reference to note": "RTF, as Pandoc writes it, has no names for places",
        "term": "RTF has paragraphs alone",
        "separator": "drawn as asterisks, that any text may have",
        "alternative": "RTF, as Pandoc writes it, has none",
        "language": "RTF, as Pandoc writes it, has none",
        "code": "monospaced type may be anything",
        "caption": "RTF has paragraphs alone",
    },
    "layer": {
        **_PAGES,
        **_UNTAGGED,
        **_FLOATS,
        **dict.fromkeys(
            ("em", "strong", "small-caps", "sup", "sub", "u", "s"), "a text layer has letters alone"
        ),
        "link": "a text layer has letters alone",
        "tables": "columns are spaces, at most",
        "tables: words": "columns are spaces, at most",
        "tables: letters": "columns are spaces, at most",
        "figures": "a text layer has no pictures",
        "cell": "columns are spaces, at most",
        "caption": "a caption is a paragraph",
        "quotation": "indents are lost in most layers",
    },
}
