"""Word files become manuscripts: what Word and LibreOffice write, and what people do with them."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satzspiegel.importing.draft import Draft, Options
from satzspiegel.importing.word import read_word
from satzspiegel.importing.word.archive import ENTRIES
from satzspiegel.importing.word.skeleton import marker, note_marker, read_bones, slots
from satzspiegel.manuscript.pandoc import written
from satzspiegel.messages import SatzspiegelError, message
from satzspiegel.model import Finding, Place, Severity
from word_files import (
    PIXEL,
    STYLES,
    box,
    complex_field,
    docx,
    note_call,
    odt,
    open_document,
    packed,
    par,
    picture,
    run,
)

#: Prose, so that something is running text.
PROSE = (
    "Am Morgen lag der Nebel noch über dem Kanal, und die Kähne warteten vor der Schleuse, bis der "
    "Wärter aus seinem Haus trat und die Tore öffnete."
)
MORE = (
    "Er kannte jeden der Schiffer beim Namen und fragte nach der Ladung, obwohl er sie an der "
    "Tiefe des Kiels schon erraten hatte."
)
BOLD, ITALIC, SMALL = "<w:b/>", "<w:i/>", "<w:smallCaps/>"


def read(data: bytes, **options: Any) -> Draft:
    """The draft of a file, whose account is checked each time."""
    draft = read_word(data, "text.docx", Options(**options))
    balance(draft)
    assert list(edge_spaces(draft.blocks)) == []
    for doubt in draft.doubts:
        assert message(Finding(doubt.code, Severity.WARNING, None, dict(doubt.values)), "de")
    return draft


def edge_spaces(tree: Any) -> Iterator[Any]:
    """Emphasis that begins or ends with a space."""
    if isinstance(tree, dict):
        if tree["t"] in ("Emph", "Strong", "SmallCaps", "Underline") and any(
            tree["c"][end]["t"] == "Space" for end in (0, -1)
        ):
            yield tree
        yield from edge_spaces(tree.get("c"))
    elif isinstance(tree, list):
        for one in tree:
            yield from edge_spaces(one)


def markdown(draft: Draft) -> str:
    """The blocks as a person reads them, comments without their wrapping."""
    made = written(draft.blocks, Place("text.docx")).strip()
    return re.sub(r"`(<!--.*?-->)`\{=html\}", r"\1", made)


def text_of(tree: Any) -> str:
    """All letters of a tree, those of notes included."""
    if isinstance(tree, list):
        return "".join(map(text_of, tree))
    if not isinstance(tree, dict):
        return ""
    kind, content = tree["t"], tree.get("c", "")
    if kind == "Str":
        return str(content)
    if kind in ("Code", "CodeBlock"):
        return str(content[1])
    if kind in ("RawInline", "Image"):
        return ""
    return text_of(content)


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def balance(draft: Draft) -> None:
    """Source, less what was removed, and what was added, are the blocks and the title page."""
    expected = letters("".join(draft.text))
    expected.subtract(letters("".join(change.removed for change in draft.changes)))
    expected.update(letters("".join(change.added for change in draft.changes)))
    found = letters(text_of(draft.blocks))
    for key in ("title", "subtitle", "author", "date", "abstract"):
        told = letters(str(draft.metadata.get(key, "")))
        if told and all(expected[c] - found[c] >= n for c, n in told.items()):
            found.update(told)
    assert {c: n for c, n in expected.items() if n != found[c]} == {}
    assert not found - +expected


def reasons(draft: Draft) -> Counter[str]:
    return Counter(change.reason for change in draft.changes)


def doubts(draft: Draft) -> list[str]:
    return [doubt.code.removeprefix("import-word-") for doubt in draft.doubts]


# --------------------------------------------------------------------------------- what Word makes


def test_runs_of_one_look_are_one_emphasis_and_spaces_stand_outside() -> None:
    body = par(
        run("Das "), run("schöne ", ITALIC), run("al", ITALIC), run("te", ITALIC),
        run(" Buch", ITALIC),
        run(" ist "), run("fett", BOLD), run(" und von "), run("Meyer", SMALL),
        run(", "), run("sehr ", ITALIC), run("dick."),
    )  # fmt: skip
    assert markdown(read(docx(body))) == (
        "Das *schöne alte Buch* ist **fett** und von [Meyer]{.smallcaps}, *sehr* dick."
    )


def test_toggles_of_styles_cancel_each_other_out() -> None:
    style = (
        '<w:style w:type="character" w:styleId="K"><w:name w:val="Emphasis"/>'
        "<w:rPr><w:i/></w:rPr></w:style>"
    )
    inside = run("dünn", '<w:rStyle w:val="K"/>')
    draft = read(docx(par("Dick und ", inside, ".", style="Zitat"), styles=STYLES + style))
    assert markdown(draft) == "> Dick und *dünn*."


def test_superscripts_that_are_no_notes_stay() -> None:
    raised = run("2", '<w:vertAlign w:val="superscript"/>')
    assert markdown(read(docx(par("Auf 5 m", raised, " wuchs Mais.")))) == "Auf 5 m^2^ wuchs Mais."


def test_footnotes_with_lists_and_mark_up() -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    note = (
        par("Vgl. ", run("Der Kahn", ITALIC), ":")
        + par("eins", properties=item)
        + par("zwei", properties=item)
    )
    draft = read(docx(par("Ein Satz.", note_call(2), " Noch einer."), notes={2: note}))
    assert markdown(draft) == (
        "Ein Satz.[^1] Noch einer.\n\n[^1]: Vgl. *Der Kahn*:\n\n    - eins\n    - zwei"
    ) or markdown(draft).replace("-   ", "- ").startswith("Ein Satz.[^1] Noch einer.")
    kinds = [block["t"] for block in _note(draft)]
    assert kinds == ["Para", "BulletList"]


def _note(draft: Draft) -> list[Any]:
    return next(i["c"] for i in draft.blocks[0]["c"] if i["t"] == "Note")


def test_a_note_that_is_called_twice_is_there_twice_and_listed() -> None:
    draft = read(docx(par("Eins.", note_call(2), " Zwei.", note_call(2)), notes={2: "Akte."}))
    assert markdown(draft).count("Akte.") == 2
    assert reasons(draft) == {"repeated-note": 1}


def test_typed_marks_of_notes_go() -> None:
    call = '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    draft = read(docx(par("Ein Satz.", call), notes={2: "* Akte A."}))
    assert markdown(draft) == "Ein Satz.[^1]\n\n[^1]: Akte A."
    assert reasons(draft) == {"note-number": 2}


def test_initials_belong_to_their_paragraph() -> None:
    initial = '<w:framePr w:dropCap="drop"/>'
    assert markdown(read(docx(par("E", properties=initial) + par("s war.")))) == "Es war."


def test_frames_that_are_tables_of_one_cell_are_opened() -> None:
    table = f"<w:tbl><w:tr><w:tc>{par(PROSE)}{par(MORE)}</w:tc></w:tr></w:tbl>"
    assert markdown(read(docx(table))) == f"{PROSE}\n\n{MORE}"


def test_what_stands_in_other_files_is_named() -> None:
    draft = read(docx(par(PROSE) + '<w:altChunk r:id="x"/>'))
    assert [doubt.values["chosen"] for doubt in draft.doubts] == ["altChunk"]


def test_a_note_that_nothing_calls_is_listed() -> None:
    draft = read(docx(par(PROSE), notes={7: "Verwaist."}))
    assert reasons(draft) == {"uncalled-note": 1}


def test_languages_are_believed_when_the_words_agree() -> None:
    english = run("the shape of the river", '<w:lang w:val="en-GB"/>')
    wrong = run("und der Fluss ist nicht mit dem Kanal", '<w:lang w:val="en-US"/>')
    draft = read(docx(par("Er nannte es ", english, ", ", wrong, ".")))
    assert markdown(draft) == (
        'Er nannte es [the shape of the river]{lang="en-GB"}, '
        "und der Fluss ist nicht mit dem Kanal."
    )


def test_links_by_element_and_by_field() -> None:
    first = f'<w:hyperlink r:id="h1">{run("hier", "<w:u/>")}</w:hyperlink>'
    second = complex_field(' HYPERLINK "https://example.org/b" ', "dort")
    draft = read(docx(par(first, " und ", second), links={"h1": "https://example.org/a"}))
    assert markdown(draft) == "[hier](https://example.org/a) und [dort](https://example.org/b)"


def test_a_link_to_a_heading_finds_it() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="ziel"/>'
    link = f'<w:hyperlink w:anchor="ziel">{run("dort")}</w:hyperlink>'
    body = par(mark, "Das Ziel", style="berschrift1") + par("Siehe ", link, ".")
    assert markdown(read(docx(body))) == "# Das Ziel {#ziel}\n\nSiehe [dort](#ziel)."


def test_links_into_the_authors_computer_are_left_out_with_a_doubt() -> None:
    link = f'<w:hyperlink r:id="h1">{run("Entwurf")}</w:hyperlink>'
    draft = read(docx(par("Der ", link, "."), links={"h1": "file:///C:/Texte/a.docx"}))
    assert markdown(draft).startswith("Der Entwurf.")
    assert doubts(draft) == ["link"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("accept", "Der große Kahn."),
        ("reject", "Der alte Kahn."),
        (
            "comments",
            "Der <!-- Ute: gestrichen: »alte« --><!-- Ute: eingefügt: »große« -->große Kahn.",
        ),
    ],
)
def test_tracked_changes(changes: Any, expected: str) -> None:
    deleted = '<w:del w:author="Ute"><w:r><w:delText>alte</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:author="Ute">{run("große")}</w:ins>'
    draft = read(docx(par("Der ", deleted, inserted, " Kahn.")), changes=changes)
    assert markdown(draft) == expected
    assert reasons(draft) == {"tracked-change": 1}


def test_a_deleted_end_of_paragraph_joins_two() -> None:
    body = par("Der Anfang ", properties="<w:rPr><w:del/></w:rPr>") + par("und das Ende.")
    assert markdown(read(docx(body))) == "Der Anfang und das Ende."
    assert len(read(docx(body), changes="reject").blocks) == 2


def test_comments_become_comments() -> None:
    comment = f'<w:comment w:id="3" w:author="Ute">{par("Stimmt -- das?")}</w:comment>'
    body = par("Ein Satz", '<w:r><w:commentReference w:id="3"/></w:r>', ".")
    draft = read(docx(body, comments=comment))
    assert markdown(draft).replace("\u2060", "") == "Ein Satz<!-- Ute: Stimmt -- das? -->."
    assert "--" not in markdown(draft).split("<!--")[1].split("-->")[0]
    assert reasons(draft) == {"comment": 1}


def test_hidden_text_contents_and_running_heads_are_listed() -> None:
    contents = par(complex_field(" TOC \\o ", "Der Kahn 7")) + par("Kies 9", style="Verz1")
    hidden = run("geheim", "<w:vanish/>")
    draft = read(docx(contents + par(PROSE, hidden), header=par("Kolumnentitel")))
    assert text_of(draft.blocks) == "".join(PROSE.split())
    assert reasons(draft) == {"contents": 2, "hidden": 1, "running-head": 1}


def test_text_boxes_follow_their_paragraph_once() -> None:
    draft = read(docx(par(PROSE, box(par("Im Kasten."))) + par(MORE)))
    assert markdown(draft) == f"{PROSE}\n\nIm Kasten.\n\n{MORE}"


def test_of_alternatives_the_first_is_read() -> None:
    both = (
        f"<mc:AlternateContent><mc:Choice>{run('neu')}</mc:Choice>"
        f"<mc:Fallback>{run('alt')}</mc:Fallback></mc:AlternateContent>"
    )
    assert markdown(read(docx(par("Ganz ", both, ".")))) == "Ganz neu."


def test_symbols_and_hyphens_of_their_own() -> None:
    arrow = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
    unknown = '<w:r><w:sym w:font="Wingdings" w:char="F051"/></w:r>'
    fixed = "<w:r><w:t>Müller</w:t><w:noBreakHyphen/><w:t>Meier</w:t></w:r>"
    draft = read(docx(par("A ", arrow, " B ", fixed)))
    assert markdown(draft) == "A → B Müller\u2011Meier"
    assert doubts(read(docx(par("Ein ", unknown, ".")))) == ["symbol"]


def test_formulas_are_text_with_a_doubt() -> None:
    formula = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    draft = read(docx(par("Es gilt ", formula, ".")))
    assert markdown(draft).startswith("Es gilt a+b.")
    assert doubts(draft) == ["formula"]


def test_pictures_with_caption_and_words() -> None:
    body = (
        par(picture("bild", "Ein Kahn von vorn"))
        + par(run("Abbildung "), complex_field(" SEQ Abbildung ", "3"), ": Der Kahn.",
              style="Beschriftung")
        + par(PROSE)
    )  # fmt: skip
    draft = read(docx(body, files={"bild.png": PIXEL}))
    assert markdown(draft).startswith('![Der Kahn.](bilder/bild-1.png){alt="Ein Kahn von vorn"}')
    assert draft.pictures == {"bilder/bild-1.png": PIXEL}
    assert reasons(draft) == {"caption-label": 1}


def test_a_picture_that_cannot_be_read_is_doubted() -> None:
    draft = read(docx(par(PROSE, picture("bild")), files={"bild.emf": b"\x01\x00\x00\x00 EMF"}))
    assert [dict(d.values)["chosen"] for d in draft.doubts] == ["bild.emf"]


def test_tables_with_merged_cells_and_caption() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{c}</w:tc>" for c in cells) + "</w:tr>"

    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    grid = '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
    table = (
        f"<w:tbl>{grid}{row(wide + par('beide'))}{row(par('a'), par('b', note_call(2)))}</w:tbl>"
    )
    caption = par("Tabelle 1: Maße.", style="Beschriftung")
    draft = read(docx(caption + table + par(PROSE), notes={2: "Zelle."}))
    made = draft.blocks[0]
    assert made["t"] == "Table"
    assert text_of(made) == "Maße.beideabZelle."
    assert reasons(draft) == {"caption-label": 1}


# ------------------------------------------------------------------------------ what authors make


def test_a_bold_first_row_is_the_head_of_a_table() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    grid = '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
    head = row(par(run("Ware", BOLD)), par(run("Tonnen", BOLD)))
    draft = read(docx(f"<w:tbl>{grid}{head}{row(par('Kies'), par('50'))}</w:tbl>"))
    assert text_of(draft.blocks[0]["c"][3]) == "WareTonnen"
    assert "**" not in markdown(draft)


def test_faked_headings_have_levels_by_their_rank() -> None:
    large = '<w:b/><w:sz w:val="32"/>'
    body = "".join(
        par(run(f"{title} {n}", look)) + par(PROSE) + par(MORE)
        for n in "12"
        for title, look in (("Großes Kapitel", large), ("Kleiner Abschnitt", BOLD))
    )
    draft = read(docx(body))
    heads = [(b["c"][0], text_of(b)) for b in draft.blocks if b["t"] == "Header"]
    assert heads == [
        (1, "GroßesKapitel1"), (2, "KleinerAbschnitt1"), (1, "GroßesKapitel2"),
        (2, "KleinerAbschnitt2"),
    ]  # fmt: skip
    assert "**" not in markdown(draft)


def test_a_line_that_is_only_larger_is_a_heading() -> None:
    draft = read(docx(par(PROSE) + par(run("Der Wärter", '<w:sz w:val="32"/>')) + par(MORE)))
    assert [b["t"] for b in draft.blocks] == ["Para", "Header", "Para"]


def test_a_single_bold_line_is_doubted_and_a_bold_sentence_is_none() -> None:
    draft = read(docx(par(PROSE) + par(run("Der Wärter", BOLD)) + par(MORE)))
    assert [b["t"] for b in draft.blocks] == ["Para", "Header", "Para"]
    assert doubts(draft) == ["heading"]
    draft = read(docx(par(PROSE) + par(run("Das war das Ende.", BOLD)) + par(MORE)))
    assert [b["t"] for b in draft.blocks] == ["Para", "Para", "Para"]
    assert doubts(draft) == []


def test_headings_in_capitals_get_proper_case() -> None:
    body = par(run("DIE SCHLEUSE "), run("AM KANAL", ITALIC), style="berschrift1") + par(
        "Die Schleuse lag am Kanal, und an der Schleuse lag ein Kahn auf dem Kanal."
    )
    draft = read(docx(body))
    assert markdown(draft).startswith("# Die Schleuse *am Kanal*")
    assert reasons(draft) == {"capitals": 1}


def test_title_page_by_style() -> None:
    body = par("Der Kanal", style="Titel") + par("Eine Reise", style="Untertitel") + par(PROSE)
    draft = read(docx(body))
    assert (draft.metadata["title"], draft.metadata["subtitle"]) == ("Der Kanal", "Eine Reise")
    assert len(draft.blocks) == 1


def test_title_by_looks_is_doubted() -> None:
    centred = '<w:jc w:val="center"/>'
    body = (
        par(run("Der Kanal", '<w:sz w:val="48"/>'), properties=centred)
        + par("von Ute Beispiel", properties=centred) + par(PROSE) + par(MORE)
    )  # fmt: skip
    draft = read(docx(body))
    assert (draft.metadata["title"], draft.metadata["author"]) == ("Der Kanal", "Ute Beispiel")
    assert doubts(draft) == ["title"]


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("Der Kanal", "Ute Beispiel; Max Muster",
         {"title": "Der Kanal", "author": ["Ute Beispiel", "Max Muster"]}),
        ("Microsoft Word - Dokument1", "User", {}),
        ("Kanal_endfassung.docx", "", {}),
    ],
)  # fmt: skip
def test_document_properties(title: str, author: str, expected: dict[str, Any]) -> None:
    properties = f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    metadata = read(docx(par(PROSE), properties=properties)).metadata
    assert {key: metadata[key] for key in ("title", "author") if key in metadata} == expected


def test_quotations_by_style_and_by_indent() -> None:
    indent = '<w:ind w:left="567" w:right="567"/>'
    half = '<w:ind w:left="567"/>'
    body = par(PROSE) + par("Zitiert.", style="Zitat") + par(MORE) + par(MORE, properties=indent)
    draft = read(docx(body))
    assert [b["t"] for b in draft.blocks] == ["Para", "BlockQuote", "Para", "BlockQuote"]
    assert doubts(draft) == []
    assert "*" not in markdown(draft)
    assert doubts(read(docx(par(PROSE) * 3 + par(MORE, properties=half)))) == ["quotation"]


def test_verse_by_its_line_breaks() -> None:
    lines = "<w:r>" + "<w:br/>".join(
        f"<w:t>{line}</w:t>"
        for line in ("Es zog ein Kahn", "den Fluss hinab,", "", "und niemand sah")
    ) + "</w:r>"  # fmt: skip
    draft = read(docx(par(PROSE) + par(lines)))
    assert markdown(draft).endswith(
        "| Es zog ein Kahn\n| den Fluss hinab,\n| \n| und niemand sah"
    ) or [b["t"] for b in draft.blocks] == ["Para", "LineBlock"]
    assert len(draft.blocks[1]["c"]) == 4


def test_typed_lists() -> None:
    bullets = par("• Kohle,") + par("•\u00a0Kies,") + par("• Korn.")
    numbers = par("3) vom Hafen,") + par("4) vom Speicher.")
    draft = read(docx(par(PROSE) + bullets + par(MORE) + numbers))
    assert [b["t"] for b in draft.blocks] == ["Para", "BulletList", "Para", "OrderedList"]
    assert draft.blocks[3]["c"][0] == [3, {"t": "Decimal"}, {"t": "OneParen"}]
    assert reasons(draft) == {"list-mark": 5}
    speech = par("– Kommst du?") + par("– Gleich.")
    assert doubts(read(docx(par(PROSE) + speech))) == ["list"]


def test_marks_that_do_not_follow_each_other_are_no_list() -> None:
    body = par("• Kohle,") + par("1. Kies,") + par("3. Korn.") + par(PROSE)
    assert [b["t"] for b in read(docx(body)).blocks] == ["Para"] * 4


def test_a_paragraph_with_a_blank_for_a_bullet_goes_on_with_its_item() -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    rest = par("Weiter.", properties=item.format(2))
    draft = read(docx(par("Eins.", properties=item.format(1)) + rest + par(PROSE)))
    assert [block["t"] for block in draft.blocks] == ["BulletList", "Para"]
    assert text_of(draft.blocks[0]["c"][0]) == "Eins.Weiter."


def test_a_year_at_the_beginning_is_no_list() -> None:
    draft = read(docx(par("1921. Ein Jahr.") + par("1922. Noch eines.") + par(PROSE)))
    assert [b["t"] for b in draft.blocks] == ["Para", "Para", "Para"]


def test_hyphens_of_old_line_ends_go_and_others_stay() -> None:
    body = par("Die Schleu- se und der Kanal, die Schleuse und die Kohle- und Kieskähne.")
    draft = read(docx(body))
    assert markdown(draft) == (
        "Die Schleuse und der Kanal, die Schleuse und die Kohle- und Kieskähne."
    )
    assert reasons(draft) == {"line-hyphen": 1}


def test_soft_hyphens_tabs_and_empty_paragraphs_go() -> None:
    draft = read(
        docx(
            par("Schleu\u00adse<w:tab/>".replace("<w:tab/>", "\t") + "  und") + par("") + par(MORE)
        )
    )
    assert markdown(draft) == f"Schleuse und\n\n{MORE}"
    assert reasons(draft) == {"soft-hyphen": 1}


def test_lines_that_are_paragraphs_become_one() -> None:
    lines = [
        "Der Wärter trat vor das Haus und sah über das",
        "Wasser, auf dem die ersten Kähne lagen, schwer",
        "von Kohle und Kies, und keiner der Schiffer war",
        "zu sehen.",
    ]
    draft = read(docx("".join(map(par, lines))))
    assert text_of(draft.blocks[0]) == "".join("".join(lines).split())
    assert len(draft.blocks) == 1
    assert doubts(draft) == ["lines"]


@pytest.mark.parametrize("raised", [True, False])
def test_notes_numbered_by_hand_become_notes(raised: bool) -> None:
    def call(number: int) -> str:
        look = '<w:vertAlign w:val="superscript"/>'
        return run(str(number), look) if raised else run(f" [{number}]")

    body = (
        par("Der Kahn", call(1), " lag 1921 im Hafen", call(2), ".") + par(PROSE)
        + par("Und blieb.", call(3)) + par(run("Anmerkungen", BOLD))
        + "".join(par(f"{n}. Siehe Akte {n + 40}.") for n in (1, 2, 3))
    )  # fmt: skip
    draft = read(docx(body))
    assert markdown(draft) == (
        f"Der Kahn[^1] lag 1921 im Hafen[^2].\n\n{PROSE}\n\nUnd blieb.[^3]\n\n"
        "[^1]: Siehe Akte 41.\n\n[^2]: Siehe Akte 42.\n\n[^3]: Siehe Akte 43."
    )
    assert reasons(draft) == {"note-number": 6, "notes-heading": 1}


def test_numbers_typed_in_the_programs_own_notes_go() -> None:
    body = par("Eins.", note_call(2), " Zwei.", note_call(3))
    draft = read(docx(body, notes={2: "1) Akte A.", 3: "2) Akte B."}))
    assert markdown(draft).endswith("[^1]: Akte A.\n\n[^2]: Akte B.")


def test_a_line_of_stars_is_an_ornament() -> None:
    draft = read(docx(par(PROSE) + par("* * *") + par(MORE)))
    assert [b["t"] for b in draft.blocks] == ["Para", "HorizontalRule", "Para"]


# -------------------------------------------------------------------------------------------- ODT


def open_style(name: str, properties: str, family: str = "text") -> str:
    """An automatic style of letters or paragraphs."""
    return (
        f'<style:style style:name="{name}" style:family="{family}">'
        f"<style:{family}-properties {properties}/></style:style>"
    )


AUTOMATIC = "".join(
    [
        open_style("K", 'fo:font-style="italic"'),
        open_style("C", 'fo:font-variant="small-caps"'),
        open_style("H", 'style:text-position="super 58%"'),
        open_style("E", 'fo:language="en" fo:country="GB"'),
        open_style("V", 'text:display="none"'),
        open_style("Z", 'fo:margin-left="1cm" fo:margin-right="1cm"', "paragraph"),
    ]
)


def op(content: str, style: str = "") -> str:
    """A paragraph of an ODT."""
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def test_odt_text() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{op('Akte 41.')}</text:note-body></text:note>"
    )
    span = '<text:span text:style-name="{}">{}</text:span>'
    body = (
        '<text:h text:outline-level="1">Der Kanal</text:h>'
        + op(f"Das {span.format('K', 'alte ')}{span.format('K', 'Buch')} von "
             f"{span.format('C', 'Meyer')}, 5 m{span.format('H', '2')},{note} "
             f"{span.format('E', 'the way of the world')}{span.format('V', 'weg')}"
             '<text:s text:c="3"/>und<text:tab/>mehr.')
        + op(PROSE, "Z") + op(MORE) + op(MORE)
    )  # fmt: skip
    draft = read(odt(body, automatic=AUTOMATIC))
    assert markdown(draft) == (
        "# Der Kanal\n\nDas *alte Buch* von [Meyer]{.smallcaps}, 5 m^2^,[^1] "
        f'[the way of the world]{{lang="en-GB"}} und mehr.\n\n> {PROSE}\n\n'
        f"{MORE}\n\n{MORE}\n\n[^1]: Akte 41."
    )
    assert reasons(draft) == {"hidden": 1}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [("accept", "Der große Kahn."), ("reject", "Der alte Kahn.")],
)
def test_odt_tracked_changes(changes: Any, expected: str) -> None:
    info = "<office:change-info><dc:creator>Ute</dc:creator></office:change-info>"
    regions = (
        f'<text:changed-region text:id="d"><text:deletion>{info}{op("alte")}</text:deletion>'
        f'</text:changed-region><text:changed-region text:id="i"><text:insertion>{info}'
        "</text:insertion></text:changed-region>"
    )
    body = f"<text:tracked-changes>{regions}</text:tracked-changes>" + op(
        'Der <text:change text:change-id="d"/><text:change-start text:change-id="i"/>große'
        '<text:change-end text:change-id="i"/> Kahn.'
    )
    draft = read(odt(body), changes=changes)
    assert markdown(draft) == expected
    assert reasons(draft) == {"tracked-change": 1}


def test_odt_pictures_comments_and_contents() -> None:
    frame = (
        '<draw:frame svg:width="5cm"><draw:image xlink:href="Pictures/a.png"/>'
        "<svg:desc>Ein Kahn</svg:desc></draw:frame>"
    )
    caption = op(f"{frame}Abbildung 1: Vorn.")
    boxed = f"<draw:frame><draw:text-box>{caption}</draw:text-box></draw:frame>"
    comment = (
        f"<office:annotation><dc:creator>Ute</dc:creator>{op('Wirklich?')}</office:annotation>"
    )
    index = f"<text:index-body>{op('Kanal 7')}</text:index-body>"
    made = f"<text:table-of-content>{index}</text:table-of-content>"
    master = f"<style:master-page><style:header>{op('Oben')}</style:header></style:master-page>"
    body = made + op(f"Ein Satz{comment}.{boxed}") + op(PROSE)
    draft = read(odt(body, files={"Pictures/a.png": PIXEL}, master=master))
    assert markdown(draft) == (
        'Ein Satz<!-- Ute: Wirklich? -->.\n\n![Vorn.](bilder/bild-1.png){alt="Ein Kahn"}\n\n'
        + PROSE
    )
    assert reasons(draft) == {"contents": 1, "comment": 1, "caption-label": 1, "running-head": 1}


def test_flat_odt() -> None:
    flat = open_document(
        "document", f"<office:body><office:text>{op(PROSE)}</office:text></office:body>"
    )
    assert markdown(read(flat)) == PROSE


def test_rtf() -> None:
    assert markdown(read(rb"{\rtf1\ansi Der {\i alte} Kahn.}")) == "Der *alte* Kahn."


def test_rtf_as_word_writes_it() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Times;}}"
        rb"{\stylesheet{\s1\outlinelevel0 heading 1;}}"
        rb"{\header Kolumnentitel\par}"
        rb"\pard\s1\b Der Kanal\b0\par\pard Eine Schleu\'dfe \u8222\'84am Fluss\u8220\'93."
        rb"{\super\chftn{\footnote\pard\plain{\super\chftn} Akte {\i 41}.}} {\v geheim}"
        rb'{\field{\*\fldinst HYPERLINK "https://example.org/"}{\fldrslt{\ul hier}}}'
        rb"{\*\atnauthor Ute}{\*\annotation Wirklich?}\par"
        rb"\trowd\pard\intbl Ware\cell Tonnen\cell\row\trowd\pard\intbl Kies\cell 50\cell\row"
        rb"\pard {\*\unknown nichts}Ende.{\pict\pngblip " + PIXEL.hex().encode() + rb"}\par}"
    )
    draft = read(data)
    assert [block["t"] for block in draft.blocks] == ["Header", "Para", "Table", "Para"]
    assert "Eine Schleuße „am Fluss“.[^1] [hier](https://example.org/)" in markdown(draft)
    assert "[^1]: Akte *41*." in markdown(draft)
    assert text_of(draft.blocks[2]) == "WareTonnenKies50"
    assert reasons(draft) == {"running-head": 1, "hidden": 1, "comment": 1}
    assert list(draft.pictures.values()) == [PIXEL]


def test_a_note_in_an_rtf_leaves_its_paragraph_as_it_is() -> None:
    note = rb"{\footnote\pard\plain Akte.}"
    draft = read(rb"{\rtf1\pard\outlinelevel0 Der Kanal" + note + rb"\par\pard Text.\par}")
    assert [block["t"] for block in draft.blocks] == ["Header", "Para"]


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_rtf_ends_in_a_draft_or_one_line(data: bytes) -> None:
    try:
        read_word(b"{\\rtf1 " + data, "text.rtf", Options())
    except SatzspiegelError as error:
        assert len(error.findings) == 1


# ------------------------------------------------------------------------------- nothing is lost


def test_a_paragraph_that_pandoc_lost_is_put_back() -> None:
    skeleton = docx(par(marker(0)) + par(marker(2)) + par(note_marker(0)) + par(marker(3)))
    bones = read_bones(skeleton, "docx", Place("text.docx"), notes=1, paragraphs=5)
    assert list(slots(bones.body)) == [0, 1, 2]
    assert [list(slots(note)) for note in bones.notes] == [[3, 4]]


WORDS = st.text(st.sampled_from("abcäöß .,-–1*_[]<>"), min_size=1, max_size=12)
RUNS = st.lists(
    st.tuples(WORDS, st.sampled_from(["", BOLD, ITALIC, SMALL, "<w:u/>", BOLD + ITALIC])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None)
@given(st.lists(RUNS, min_size=1, max_size=5))
def test_every_letter_arrives_whatever_its_looks(paragraphs: list[list[tuple[str, str]]]) -> None:
    escape = {ord("<"): "&lt;", ord(">"): "&gt;"}
    body = "".join(
        par(*(run(text.translate(escape), look) for text, look in runs)) for runs in paragraphs
    )
    read(docx(par(PROSE) + body))


def test_the_same_bytes_give_the_same_draft() -> None:
    data = docx(par(run("Kapitel", BOLD)) + par(PROSE, note_call(2)), notes={2: "Akte."})
    assert read(data) == read(data)


# ---------------------------------------------------------------------------------------- hostile


def loop_of_styles() -> str:
    style = (
        '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="{}"/>'
        "</w:style>"
    )
    return style.format("A", "A", "B") + style.format("B", "B", "A")


def test_loops_of_styles_are_cut() -> None:
    assert markdown(read(docx(par(PROSE, style="A"), styles=loop_of_styles()))) == PROSE


DOCTYPE = b'<!DOCTYPE w [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "import-word-old"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "import-word-encrypted",
        ),
        (packed({"a.txt": b"x"}), "import-word-unknown"),
        (packed({"[Content_Types].xml": b"<Types/>"}), "import-word-unknown"),
        (b"<html><body>Word?</body></html>", "import-word-unknown"),
        (docx(par(PROSE))[:900], "import-word-broken"),
        (packed({"content.xml": b"<a><b></a>"}), "import-word-broken"),
        (packed({"content.xml": DOCTYPE + b"<w>&a;</w>"}), "import-word-entities"),
        (packed({"content.xml": b" " * 60_000_000}), "import-word-bomb"),
        (packed({f"{n}": b"" for n in range(ENTRIES + 1)}), "import-word-bomb"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, code: str) -> None:
    with pytest.raises(SatzspiegelError) as raised:
        read(data)
    assert [finding.code for finding in raised.value.findings] == [code]


def test_encrypted_odt() -> None:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    data = odt(op(PROSE), files={"META-INF/manifest.xml": manifest.encode()})
    with pytest.raises(SatzspiegelError) as raised:
        read(data)
    assert raised.value.findings[0].code == "import-word-encrypted"


def test_deep_nesting_is_no_crash() -> None:
    deep = "<w:smartTag>" * 200 + run("tief") + "</w:smartTag>" * 200
    with pytest.raises(SatzspiegelError):
        read(docx(par("<w:smartTag>" * 2000 + run("tief") + "</w:smartTag>" * 2000)))
    assert markdown(read(docx(par(deep)))) == "tief"


@pytest.mark.parametrize("depth", [8, 80])
def test_tables_in_tables_end_somewhere(depth: int) -> None:
    grid = '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
    start = f"<w:tbl>{grid}<w:tr><w:tc>{par('a')}</w:tc><w:tc>"
    body = start * depth + par("tief") + f"{par('b')}</w:tc></w:tr></w:tbl>" * depth
    try:
        draft = read(docx(par(PROSE) + body))
    except SatzspiegelError as error:
        assert depth > 40
        assert len(error.findings) == 1
    else:
        assert "tief" in text_of(draft.blocks)


def test_a_long_file_takes_seconds() -> None:
    body = par(PROSE) * 1000 + par("• Kohle") * 1000 + par("1. Kies") * 500
    start = time.process_time()
    read(docx(body))
    assert time.process_time() - start < 4
