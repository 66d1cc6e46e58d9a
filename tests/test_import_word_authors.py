"""Word files as authors type them: poems line by line, columns by tabs, notes at the feet, names of
styles of their own, and what other programs than Word write.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import word_files
from satzspiegel.importing.comments import place_said
from satzspiegel.importing.draft import Draft
from satzspiegel.importing.word.poems import probability, rhyming
from test_import_word import BOLD, MORE, PROSE, doubts, markdown, read, reasons
from word_files import STYLES, complex_field, docx, note_call, odt, par, run

POEM = [
    "Der Kahn liegt still am Rand,", "die Weide hängt ihr Haar", "hinunter bis zum Sand,",
    "wo einst das Wasser war",
]  # fmt: skip
BLANK = [
    "Im Hafen steht ein alter Turm", "und niemand zählt die Tage", "bis einer kommt, der fragt,",
    "wohin die Schiffe fuhren",
]  # fmt: skip
TAB = "<w:r><w:tab/></w:r>"
STARRED = "<!--doubt \\d+-->"


def plain(draft: Draft) -> str:
    """The manuscript without marks of doubts."""
    return re.sub(STARRED, "", markdown(draft))


def raised(text: str) -> str:
    return run(text, '<w:vertAlign w:val="superscript"/>')


# ----------------------------------------------------------------------------------------- verse


def test_a_poem_of_a_paragraph_a_line_is_verse_and_rhymes_are_sure() -> None:
    lines = "".join(par(line) for line in POEM)
    draft = read(docx(par(PROSE) + par() + lines + par() + lines + par() + par(MORE)))
    stanza = "\n".join(f"| {line}" for line in POEM)
    assert f"\n\n{stanza}\n| \n{stanza}\n\n" in markdown(draft)
    assert doubts(draft) == []


def test_a_poem_without_rhymes_is_doubted() -> None:
    draft = read(docx(par(PROSE) + "".join(par(line) for line in BLANK) + par(MORE)))
    assert "| bis einer kommt, der fragt,\n" in markdown(draft)
    assert [(d.code, d.values["lines"]) for d in draft.doubts] == [("import-word-poem", "4")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Er kam am Abend an.", "Sie ging am Morgen fort.", "Wir blieben bei dem Kahn.",
         "Es regnete die Nacht."],
        ["Klara Wendt", "Archiv der Stadt", "Am Markt", "Bremen"],
        ["Gegen 1911 kam der Bau", "in drei Jahren fertig", "was 40 Arbeiter dort", "so taten"],
        POEM[:3],
    ],
)  # fmt: skip
def test_short_paragraphs_that_are_no_poem_stay(lines: list[str]) -> None:
    assert probability(lines) == 0
    made = markdown(read(docx(par(PROSE) + "".join(par(line) for line in lines))))
    assert "\n| " not in made


def test_what_rhymes_is_told_by_sound() -> None:
    assert rhyming(["mit dem Schritt", "er kam mit", "das Jahr", "es war"]) == 1
    assert rhyming(["mit dem Schritt", "er ging fort", "das Haar", "im Wind"]) == 0
    assert rhyming(["das Wort", "das Wort"]) == 0


def test_forced_breaks_with_broken_words_are_prose() -> None:
    lines = ["Die Verwaltung der Ufer lag lange Zeit in den Händen der Pro-",
             "vinz, deren Beamte sich nur selten an das Wasser begaben und",
             "dort auch wenig sahen, was sie nicht vorher wuss-", "ten."]  # fmt: skip
    body = "<w:r>" + "<w:br/>".join(f"<w:t>{line}</w:t>" for line in lines) + "</w:r>"
    draft = read(docx(par(body) + par(PROSE)))
    assert "| " not in markdown(draft)
    assert plain(draft).startswith(
        "Die Verwaltung der Ufer lag lange Zeit in den Händen der Provinz, deren Beamte sich nur "
        "selten an das Wasser begaben und dort auch wenig sahen, was sie nicht vorher wussten."
    )


def test_a_poet_may_break_a_word_at_the_end_of_a_line() -> None:
    lines = ["Es schwamm ein Aal", "durch den Kanal", "und fand dort in der Tie-", "fe Briefe."]
    body = "<w:r>" + "<w:br/>".join(f"<w:t>{line}</w:t>" for line in lines) + "</w:r>"
    assert "| und fand dort in der Tie-\n| fe Briefe." in markdown(read(docx(par(body))))


# --------------------------------------------------------------------------------------- columns


def test_columns_made_with_tabs_are_a_doubted_table() -> None:
    rows = [("Gut", "1919", "1920"), ("Kohle", "1 200", "1 340"), ("Holz", "", "295")]
    body = "".join(par(a, TAB, b, TAB, c) for a, b, c in rows)
    draft = read(docx(par(PROSE) + body + par(MORE)))
    table = next(block for block in draft.blocks if block["t"] == "Table")
    found = [
        ["".join(one.get("c", " ") for one in cell[4][0]["c"] if one["t"] in ("Str", "Space"))
         if cell[4] else "" for cell in row[1]] for row in table["c"][4][0][3]
    ]  # fmt: skip
    assert found == [list(row) for row in rows]
    assert doubts(draft) == ["columns"]
    assert draft.doubts[0].spot.paragraph == 4


@pytest.mark.parametrize(
    "lines",
    [
        [("Ort:", "Köln"), ("Zeit:", "abends")],
        [("1.", "Kohle"), ("2.", "Holz"), ("3.", "Salz")],
        [("Kohle", MORE), ("Holz", MORE), ("Salz", MORE)],
        [("a", "b"), ("a", "b\tc"), ("a", "b"), ("a", "b\tc")],
    ],
)
def test_tabs_that_make_no_columns_are_spaces(lines: list[tuple[str, str]]) -> None:
    body = "".join(par(a, TAB, run(b).replace("\t", f"</w:t></w:r>{TAB}<w:r><w:t>"))
                   for a, b in lines)  # fmt: skip
    draft = read(docx(par(PROSE) + body))
    assert "Table" not in {block["t"] for block in draft.blocks}


# -------------------------------------------------------------------------------- notes at the feet


def test_notes_typed_at_the_feet_of_pages_are_notes() -> None:
    body = [
        par(PROSE, raised("1"), " ", MORE, raised("2")), par("__________"),
        par(raised("1"), " Vgl. Hansen, Fahrten, Bd. 4."), par(raised("2"), " Ebd."),
        par(MORE, raised("3")), par(PROSE), par(raised("3"), " Akte im Archiv."), par(MORE),
    ]  # fmt: skip
    draft = read(docx("".join(body)))
    made = plain(draft)
    assert f"{PROSE}[^1] {MORE}[^2]\n\n{MORE}[^3]\n\n{PROSE}\n\n{MORE}" in made
    assert "[^1]: Vgl. Hansen, Fahrten, Bd. 4." in made
    assert "[^3]: Akte im Archiv." in made
    assert (reasons(draft)["note-number"], reasons(draft)["separator"]) == (6, 1)


def test_notes_at_the_feet_may_count_anew_on_each_page() -> None:
    pages = [
        [par(PROSE, raised("1")), par(raised("1"), f" Note {page} zum Ersten.")] for page in "ABC"
    ]
    made = plain(read(docx("".join(one for page in pages for one in page) + par(MORE))))
    for number, page in enumerate("ABC", 1):
        assert f"[^{number}]: Note {page} zum Ersten." in made
    assert made.count(f"{PROSE}[^") == 3


def test_numbered_paragraphs_in_the_middle_without_calls_stay() -> None:
    body = par(PROSE) + par("1 Erste These.") + par("2 Zweite These.") + par(MORE)
    assert "[^" not in markdown(read(docx(body + par("1 Dritte.") + par("2 Vierte.") + par(PROSE))))


# --------------------------------------------------------------------------------------- headings

OWN = STYLES + (
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Kap">'
    '<w:name w:val="Überschrift 2"/><w:basedOn w:val="Standard"/></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Zw">'
    '<w:name w:val="Zwischenüberschrift"/><w:basedOn w:val="Standard"/></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Tab">'
    '<w:name w:val="Tabellenüberschrift"/><w:basedOn w:val="Standard"/></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Gl"><w:name w:val="Mein Kapitel"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)


def test_styles_for_headings_under_names_of_their_own() -> None:
    named = [("Anfang", "Gl"), ("Mitte", "Kap"), ("Ein Halt", "Zw"), ("Mengen", "Tab")]
    body = "".join(par(words, style=style) + par(PROSE) + par(MORE) for words, style in named)
    made = plain(read(docx(body, styles=OWN)))
    assert re.findall(r"^#.*$", made, re.MULTILINE) == ["# Anfang", "## Mitte", "### Ein Halt"]


@pytest.mark.parametrize(
    ("name", "level"), [("heading 2 numbered", "## "), ("Heading A", "## "), ("heading", "## ")]
)
def test_styles_named_nearly_like_words_own(name: str, level: str) -> None:
    own = (
        f'<w:style w:type="paragraph" w:styleId="H"><w:name w:val="{name}"/>'
        '<w:rPr><w:sz w:val="26"/></w:rPr></w:style>'
    )
    body = par("Anfang", style="berschrift1") + par(PROSE) + par("Mitte", style="H") + par(MORE)
    assert f"\n\n{level}Mitte" in plain(read(docx(body, styles=STYLES + own)))


def test_a_bold_paragraph_numbered_like_the_headings_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = (
        '<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    )
    monkeypatch.setattr(word_files, "NUMBERING", numbers)
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr>'
    body = (par("Einleitung", style="berschrift1", properties=number) + par(PROSE)
            + par(run("Schluss", BOLD), properties=number) + par(MORE)
            + par("Kein Titel.", properties=number))  # fmt: skip
    made = markdown(read(docx(body)))
    assert re.findall(r"^#.*$", made, re.MULTILINE) == ["# Einleitung", "# Schluss"]
    assert re.search(r"^\d\. +Kein Titel\.$", made, re.MULTILINE)
    bold = markdown(read(docx(par("Anfang", style="berschrift1") + par(run(PROSE, BOLD)))))
    assert bold.count("#") == 1


# --------------------------------------------------------------------------------------- contents


@pytest.mark.parametrize("title", ["Inhaltsverzeichnis", ""])
def test_typed_contents_go(title: str) -> None:
    entries = [par("1. Einleitung", TAB, "1"), par("2. Der Fluss ......... 3"),
               par("3. Schluss", TAB, "17")]  # fmt: skip
    text = "".join(par(name, style="berschrift1") + par(PROSE)
                   for name in ("Einleitung", "Der Fluss", "Schluss"))  # fmt: skip
    draft = read(docx((par(title) if title else "") + "".join(entries) + text))
    assert markdown(draft).startswith("# Einleitung\n")
    assert reasons(draft)["contents"] == 3 + bool(title)


def test_lines_with_a_number_behind_a_tab_that_no_heading_repeats_stay() -> None:
    draft = read(docx(par(PROSE) + "".join(par(x, TAB, "12") for x in ("Kohle", "Holz", "Salz"))))
    assert reasons(draft)["contents"] == 0


def test_contents_in_a_control_go_with_their_title_and_leave_no_anchors() -> None:
    entry = '<w:hyperlink w:anchor="_Toc1">' + run("Anfang 1") + "</w:hyperlink>"
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{par('Übersicht')}{par(entry)}"
        "</w:sdtContent></w:sdt>"
    )
    mark = '<w:bookmarkStart w:id="1" w:name="_Toc1"/><w:bookmarkEnd w:id="1"/>'
    draft = read(docx(control + par(mark, run("Anfang"), style="berschrift1") + par(PROSE)))
    assert markdown(draft) == f"# Anfang\n\n{PROSE}"


# ------------------------------------------------------------------------------------- references


def test_references_to_pages_and_numbers_are_doubted_and_lead_to_their_place() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/>'
    body = par(mark, run("Anfang"), style="berschrift1") + par(
        "In Kapitel ", complex_field("REF x \\r \\h", "1.1"), " auf S. ",
        complex_field("PAGEREF x \\h", "14"), " heißt es so.",
    )  # fmt: skip
    draft = read(docx(body))
    assert "In Kapitel [1.1](#x) auf S. [14](#x) heißt es so." in plain(draft)
    found = [(d.code.removeprefix("import-word-"), d.values["chosen"]) for d in draft.doubts]
    assert found[0] == ("number-reference", "In Kapitel 1.1")
    assert found[1][0] == "page-reference"
    assert found[1][1].endswith("auf S. 14")


def test_typed_references_to_pages_of_the_work_are_doubted() -> None:
    draft = read(docx(par("Wie oben, S. 12, gezeigt. Und S. 3 dieser Arbeit. Vgl. Kern, S. 12.")))
    assert markdown(draft) == (
        "Wie oben, S. 12<!--doubt 0-->, gezeigt. Und S. 3 dieser Arbeit<!--doubt 1-->. "
        "Vgl. Kern, S. 12."
    )


def test_odt_references_lead_to_their_place() -> None:
    body = (
        '<text:h text:outline-level="1"><text:bookmark text:name="x"/>Hafen</text:h><text:p>Siehe '
        '<text:bookmark-ref text:ref-name="x" text:reference-format="text">Hafen'
        '</text:bookmark-ref>, S. <text:bookmark-ref text:ref-name="x" '
        'text:reference-format="page">3</text:bookmark-ref>.</text:p>'
    )
    draft = read(odt(body))
    assert plain(draft) == "# Hafen {#x}\n\nSiehe [Hafen](#x), S. [3](#x)."
    assert doubts(draft) == ["page-reference"]


# -------------------------------------------------------------------------------------- languages


def test_a_language_that_the_text_refutes_counts_for_nothing_in_its_parts() -> None:
    english = STYLES.replace("de-DE", "en-US")
    body = par("Kanal", style="berschrift1") + par(PROSE) + par(MORE) + par("Hafenbuch Anno")
    made = read(docx(body, styles=english))
    assert made.metadata["lang"] == "de-DE"
    assert "lang=" not in markdown(made)
    assert "lang=" not in markdown(read(docx(body, styles=english), language="de-AT"))


def test_german_words_marked_as_english_by_the_keyboard_stay_german() -> None:
    words = run("Kohle, Holz", '<w:lang w:val="en-US"/>')
    names = run("Wuthering Heights", '<w:lang w:val="en-GB"/>')
    made = markdown(read(docx(par(PROSE) + par("Sie luden ", words, " und ", names, "."))))
    assert 'Kohle, Holz und [Wuthering Heights]{lang="en-GB"}' in made


def test_words_from_right_to_left_have_their_own_language() -> None:
    word = run("שלום", '<w:rtl/><w:lang w:val="de-DE" w:bidi="he-IL"/>')
    assert '[שלום]{lang="he-IL"}' in markdown(read(docx(par("Das heißt ", word, ": Friede."))))


# ------------------------------------------------------------------------------------------ others


def test_lists_of_a_deeper_style_are_in_the_item_before() -> None:
    styles = STYLES + "".join(
        f'<w:style w:type="paragraph" w:styleId="L{n}"><w:name w:val="List Bullet{n}"/>'
        f'<w:pPr><w:numPr><w:numId w:val="{2 if n else 1}"/></w:numPr></w:pPr></w:style>'
        for n in ("", " 2")
    )
    numbering = word_files.NUMBERING.replace('w:val=" "', 'w:val="o"')
    body = par("Kohle", style="L") + par("Braun", style="L 2") + par("Holz", style="L")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_files, "NUMBERING", numbering)
        (made,) = read(docx(par(PROSE) + body, styles=styles)).blocks[1:]
    assert [[block["t"] for block in item] for item in made["c"]] == [
        ["Para", "BulletList"], ["Para"],
    ]  # fmt: skip


def test_a_call_stands_behind_its_word_without_a_space() -> None:
    assert "Wasser[^1]." in markdown(
        read(docx(par("Am Wasser ", note_call(1), "."), notes={1: "So."}))
    )


def test_rtf_tells_its_title_and_its_languages() -> None:
    words = "Sie lasen {\\lang2057 the books of the keeper} am Abend und gingen dann nach Haus."
    data = (
        "{\\rtf1\\ansi\\deflang1031{\\info{\\title Das Hafenbuch}{\\author Jutta Kern}"
        "{\\operator Niemand}}\\pard " + words + "\\par " + f"{PROSE} {MORE}" + "\\par}"
    )
    draft = read(data.encode("cp1252"))
    assert draft.metadata == {"title": "Das Hafenbuch", "author": "Jutta Kern", "lang": "de-DE"}
    assert markdown(draft).split("\n\n")[0] == (
        'Sie lasen [the books of the keeper]{lang="en-GB"} am Abend und gingen dann nach Haus.'
    )


def test_what_a_program_says_of_itself_is_no_abstract() -> None:
    said = "<dc:description>generated by a program</dc:description>"
    assert "abstract" not in read(docx(par(PROSE), properties=said)).metadata


def test_places_are_paragraphs_and_the_text_has_a_line_for_each() -> None:
    body = par(PROSE) + par() + par("<w:r><w:t>Eins</w:t><w:br/><w:t>Zwei</w:t></w:r>")
    draft = read(docx(body + par("Siehe oben, S. 4.") + par(MORE)))
    spot = next(d.spot for d in draft.doubts if d.code.endswith("page-reference"))
    assert "\n".join(draft.text).split("\n")[spot.line - 1] == "Siehe oben, S. 4."
    assert place_said(spot, "de") == "Absatz 4"
    assert place_said(spot, "en") == "paragraph 4"


LINE = st.sampled_from(
    ["Der Kahn liegt still", "", "1.\tKohle\t3", "Holz\t12\t7", "Inhalt", "2 Vgl. Kern.", MORE,
     "_____", "am Rand, wo einst das Wasser war", "- Salz", "oben, S. 3"]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(LINE, st.sampled_from(["", "1", "2"])), min_size=1, max_size=14))
def test_every_letter_arrives_whatever_is_made_of_its_lines(lines: list[tuple[str, str]]) -> None:
    body: list[Any] = []
    for text, call in lines:
        made = run(text).replace("\t", f"</w:t></w:r>{TAB}<w:r><w:t>")
        body.append(par(made, *([raised(call)] if call else [])))
    read(docx("".join(body)))
