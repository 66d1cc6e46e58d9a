"""Drafts as Markdown: what is written is read back as it was."""

from __future__ import annotations

import json
import re
from functools import partial
from io import BytesIO
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from satzspiegel.coverage import shows
from satzspiegel.editions.print import findings
from satzspiegel.importing import image_sizes, tree
from satzspiegel.importing.chapters import BOOK, chapters
from satzspiegel.importing.comments import comment, said
from satzspiegel.importing.comparing import unlike
from satzspiegel.importing.draft import Doubt, Draft, Spot
from satzspiegel.importing.first_edition import with_all_pages, with_first_edition
from satzspiegel.importing.glyphs import showable
from satzspiegel.importing.image_sizes import printable
from satzspiegel.importing.joining import joined
from satzspiegel.importing.markdown import Markdown, markdown
from satzspiegel.importing.review_text import page_texts
from satzspiegel.importing.tidying import plain, tidied
from satzspiegel.importing.writing import Numbering, Written, write_manuscript
from satzspiegel.manuscript import read_manuscript
from satzspiegel.manuscript.characters import REFUSED
from satzspiegel.model import Place
from satzspiegel.styles import load_style
from satzspiegel.walks import plain_text

Json = Any
PLACE = Place("probe.docx")
SHOWS = partial(shows, load_style())

#: Pieces of text that Markdown could take for something else.
NASTY = st.lists(
    st.sampled_from(
        [*"*_[]<>#@$~^|\\`'\"!(){}&;:.,-=+/%§ 1aÄß\u00a0„“«»–…\u00ad", "1.", "12)", "a)", "--",
         "&amp;", "&#65;", "[^1]", "](", "http://a.de/b_c?d=e&f", ":::", "<!--", "-->", "\\newpage",
         "{#x}", "^[", "~~", "www.a.de", "@name", "<b>", "$x$", "(@)", "x@y.de", "***", "# ",
         "    ", "| ", "> ", "Table:", ": "]
    ),
    min_size=1, max_size=8,
).map("".join)  # fmt: skip


def called(blocks: list[Json]) -> Markdown:
    return markdown(blocks, lambda known: [str(n + 1) for n, _ in enumerate(known)], PLACE)


def paragraph(text: str) -> Json:
    return tree.paragraph(tree.words(text))


INLINE = st.recursive(
    NASTY.map(tree.words),
    lambda inside: st.lists(
        st.one_of(
            NASTY.map(tree.words),
            st.tuples(
                st.sampled_from(["Emph", "Strong", "SmallCaps", "Underline", "Strikeout"]), inside
            ).map(lambda made: [tree.styled(*made)]),
            inside.map(lambda made: [tree.link(made, "https://example.org/a_b?c=d")]),
            NASTY.map(lambda text: [tree.note([paragraph(text), paragraph("x" + text)])]),
            st.just([tree.old_page("17")]),
            st.just([tree.doubt(3)]),
            # Pandoc reads what is in superscripts twice, however it is written.
            st.sampled_from(["2", "e", "*", "1)", "†", "nd"]).map(
                lambda text: [tree.styled("Superscript", tree.words(text))]
            ),
        ),
        min_size=1,
        max_size=3,
    ).map(lambda lists: [one for made in lists for one in made]),
    max_leaves=4,
)
BLOCK = st.one_of(
    INLINE.map(tree.paragraph),
    INLINE.map(lambda words: tree.heading(2, words)),
    INLINE.map(lambda words: tree.quotation([tree.paragraph(words)])),
    st.lists(INLINE, min_size=1, max_size=3).map(tree.verse),
    st.lists(INLINE.map(lambda words: [{"t": "Plain", "c": words}]), min_size=1, max_size=3).map(
        lambda items: {"t": "BulletList", "c": items}
    ),
)


@given(st.lists(BLOCK, min_size=1, max_size=20))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(
    [paragraph(text) for text in ("---", "&amp; so", "::: x", ": x", "1. Mai", "| a", "[^1]: x")]
)
@example([tree.heading(1, tree.words("Ü {-} #"))])
def test_what_is_written_is_read_back(blocks: list[Json]) -> None:
    made = called(blocks)
    assert not made.wrong, made.text
    assert unlike(tidied(blocks), made.blocks) == []


def cell(*blocks: Json, rows: int = 1, columns: int = 1) -> Json:
    return [["", [], []], {"t": "AlignDefault"}, rows, columns, list(blocks)]


def table(rows: list[list[Json]], columns: int, caption: str = "") -> Json:
    attributes = ["tafel", [], []]
    words = [{"t": "Plain", "c": tree.words(caption)}] if caption else []
    made = [[["", [], []], row] for row in rows]
    width = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * columns
    body = [["", [], []], 0, [], made[1:]]
    head, foot = [["", [], []], made[:1]], [["", [], []], []]
    return {"t": "Table", "c": [attributes, [None, words], width, head, [body], foot]}


def plain_block(text: str) -> Json:
    return {"t": "Plain", "c": tree.words(text)}


def bullets(text: str) -> Json:
    return {"t": "BulletList", "c": [[plain_block(text)]]}


def picture(alternative: str = "", path: str = "bilder/hof.png") -> Json:
    return {"t": "Image", "c": [["", [], []], tree.words(alternative), [path, ""]]}


def figure(image: Json, caption: list[Json]) -> Json:
    words = [{"t": "Plain", "c": caption}]
    return {"t": "Figure", "c": [["abb", [], []], [None, words], [{"t": "Plain", "c": [image]}]]}


@pytest.mark.parametrize(
    "block",
    [
        table([[cell(plain_block("A")), cell(plain_block("B | C"))]] * 3, 2, "Drei: *zwei*"),
        table([[cell(plain_block("über beide"), columns=2)], [cell(), cell(plain_block("2"))]], 2),
        table([[cell(paragraph("eins"), paragraph("zwei")), cell(plain_block("x"))]] * 2, 2),
        figure(picture("Ein Hof"), [*tree.words("Der Hof"), tree.note([paragraph("Von oben.")])]),
        figure(picture("Der Hof"), tree.words("Der Hof")),
        {"t": "Para", "c": [picture("Ein Hof, allein in seiner Zeile")]},
        {"t": "OrderedList", "c": [
            [4, {"t": "LowerAlpha"}, {"t": "OneParen"}],
            [[plain_block("eins")], [plain_block("zwei"), bullets("drei")]],
        ]},
        {"t": "CodeBlock", "c": [["", [], []], "  eins\n\n```\nzwei"]},
        {"t": "DefinitionList", "c": [[tree.words("Steg:"), [[paragraph("Das Weiß.")]]]]},
        tree.paragraph([tree.note([tree.verse([tree.words("a"), tree.words("b")])])]),
        tree.paragraph([tree.note([paragraph("eins"), tree.quotation([paragraph("zwei")])])]),
    ],
)  # fmt: skip
def test_every_kind_of_block_is_read_back(block: Json) -> None:
    made = called([paragraph("davor"), block, paragraph("dahinter")])
    assert not made.wrong, made.text


def test_what_markdown_cannot_hold_is_told() -> None:
    inner = table([[cell(plain_block("1"))], [cell(plain_block("2"))]], 1, "innen")
    made = called([table([[cell(inner)], [cell(plain_block("x"))]], 1)])
    assert unlike(made.blocks, [paragraph("ganz anders")]) == [0]
    again = called([paragraph("so")])
    assert unlike(again.blocks, [*again.blocks, paragraph("zu viel")]) == [0]
    assert unlike([paragraph("a"), paragraph("b")], [paragraph("a")]) == [1]


# ---------------------------------------------------------------------------------- the manuscript


def written(blocks: list[Json], doubts: tuple[Doubt, ...] = (), **metadata: Any) -> Written:
    draft = Draft(blocks, metadata, (), doubts, pictures={"bilder/hof.png": b"x"})
    return write_manuscript(joined([draft], ["a.pdf"]), "a.pdf", "", SHOWS)


def text_of(made: Written) -> str:
    (name,) = made.trees
    return made.files[name].decode()


def doubt(chosen: str, other: str = "", page: int = 9, line: int = 398) -> Doubt:
    values = {"key": "title", "chosen": chosen, "other": other}
    return Doubt("import-metadata-differs", Spot("a.pdf", page, line), 0.714, values)


def test_doubts_are_comments_numbered_as_they_stand() -> None:
    blocks = [
        tree.paragraph([tree.doubt(1), *tree.words("Erst"), *tree.words(" dann"), tree.doubt(0)]),
    ]
    made = written(blocks, (doubt("zwei -- eins", "-->"), doubt("eins"), doubt("drei")), title="T")
    first, second = re.findall(r"<!-- (.*?) -->", text_of(made))
    assert first.startswith("Import 2: ")
    assert first.endswith("»eins« (genommen) oder »«?; 71\u202f%; Seite 9, Zeile 398")
    assert second.startswith("Import 3: ")
    assert "--" not in second
    assert "Erst<!--" in text_of(made)
    assert made.files["metadata.yaml"].decode().startswith("# Import 1: ")
    places = [(one.number, one.place.file, one.place.line) for one in made.doubts]
    name = next(iter(made.trees))
    assert places == [(1, "metadata.yaml", 1), (2, name, 1), (3, name, 1)]


@given(st.text(max_size=60))
@settings(max_examples=50)
@example("\uffff\ue0ad")
def test_no_comment_ends_early_or_is_refused(text: str) -> None:
    inside = comment(text)["c"][1].removeprefix("<!--").removesuffix("-->")
    assert "--" not in inside
    assert not set(inside) & {"<", ">", "\n"}
    assert not REFUSED.search(inside)


def test_a_doubt_about_a_character_that_is_refused_names_it() -> None:
    doubt = Doubt("import-glyph", Spot("a.pdf"), 0.5, {"chosen": "□", "other": "\uffff"})
    assert "»U+FFFF«" in said(doubt, 1, "de")


def test_notes_keep_their_numbers_where_these_are_unique() -> None:
    numbering = Numbering()
    assert numbering(["7", "8", "9"]) == ["7", "8", "9"]
    assert numbering(["1", "1", "2"]) == ["10", "11", "12"]
    assert numbering(["*"]) == ["13"]
    assert numbering(["", ""]) == ["14", "15"]
    assert numbering(["9" * 5000]) == ["16"]
    labelled = tree.paragraph(
        [
            *tree.words("Wort"),
            tree.note([paragraph("So.")], "7"),
            tree.note([paragraph("Und.")], "8"),
        ]
    )
    made = called([labelled])
    assert made.text == "Wort[^1][^2]\n\n[^1]: So.\n\n[^2]: Und.\n"
    assert "Wort[^7][^8]" in text_of(written([labelled]))


@given(
    title=NASTY.filter(lambda text: text.strip("\u00a0 \u00ad")),
    names=st.lists(NASTY.filter(lambda text: text.strip("\u00a0 \u00ad")), min_size=1, max_size=3),
)
@settings(max_examples=12, deadline=None)
@example(title="*@{#x}", names=["*@{#x}"])
def test_metadata_are_read_as_they_were(
    title: str, names: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("m")
    made = written([paragraph("Text")], title=title, author=names, lang="de-AT", date="2026-11-01")
    for name in ("metadata.yaml", *made.trees):
        (folder / name).write_bytes(made.files[name])
    manuscript, _ = read_manuscript(folder)
    assert plain_text(manuscript.metadata.title).split() == title.split()
    assert [one.name.split() for one in manuscript.metadata.contributors] == [
        name.split() for name in names
    ]
    assert (manuscript.metadata.language, manuscript.metadata.date) == ("de-AT", "2026-11-01")


def test_a_language_that_is_none_becomes_german() -> None:
    made = written([paragraph("x")], lang="Deutsch (Deutschland)")
    assert yaml.safe_load(made.files["metadata.yaml"])["lang"] == "de-DE"


def test_images_without_words_get_some_and_a_doubt() -> None:
    blocks = [
        figure(picture(), tree.words("Der Hof")),
        tree.paragraph([tree.old_page("17"), *tree.words("Hier"), picture()]),
        figure(picture("Ein Hof"), tree.words("Noch einer")),
    ]
    draft = Draft(blocks, {"title": "T"}, (), old_pages=("16", "17"))
    made = write_manuscript(joined([draft], ["a.pdf"]), "a.pdf")
    alternatives = re.findall(r'alt="(.*?)"', text_of(made))
    assert alternatives == ["Abbildung: Der Hof", "Abbildung auf Seite 17 der Vorlage", "Ein Hof"]
    assert [one.doubt.code for one in made.doubts] == ["import-alternative"] * 2
    assert made.doubts[1].doubt.spot.page == 2


def test_links_that_lead_nowhere_are_words() -> None:
    there = {"t": "Header", "c": [2, ["ziel", [], []], tree.words("Ziel")]}
    links = [
        tree.link(tree.words(f"Wort{n}"), to)
        for n, to in enumerate(["#ziel", "#weg", "mailto:a@b.de"])
    ]
    made = written([there, tree.paragraph(links)], title="T")
    assert "[Wort0](#ziel)Wort1[Wort2](mailto:a@b.de)" in text_of(made)
    assert [(f.code, f.values["target"]) for f in made.findings] == [("import-link-dead", "#weg")]


# ---------------------------------------------------------------------------------------- chapters


def test_a_book_is_cut_at_its_chapters() -> None:
    heads = ["Der Anfang: Über Maß & Größe", "1917", "Ende " * 30]
    blocks = [paragraph("Vorab.")]
    for head in heads:
        blocks += [tree.heading(1, tree.words(head)), paragraph("Satz. " * (BOOK // 15))]
    made = chapters(blocks, (0,), "Werk")
    assert [one.name for one in made] == [
        "01-werk.md",
        "02-der-anfang-ueber-mass-groesse.md",
        "03-1917.md",
        "04-ende-ende-ende-ende-ende-ende-ende-ende.md",
    ]
    assert [block for one in made for block in one.blocks] == blocks
    assert [one.name for one in chapters(blocks[:5], (0,), "Ein Aufsatz")] == ["01-ein-aufsatz.md"]
    assert [one.name for one in chapters([], (0,), "Ünïcøde 漢字")] == ["01-uenicde.md"]


def test_sources_keep_their_own_pictures_pages_and_doubts() -> None:
    def source(title: str, data: bytes) -> Draft:
        blocks = [
            tree.paragraph([tree.old_page("1"), *tree.words("Wort"), tree.doubt(0), picture("Hof")])
        ]
        return Draft(
            blocks, {"title": title}, (title,), (doubt(title),), (),
            {"bilder/hof.png": data}, ("1",),
        )  # fmt: skip

    made = joined([source("Eins", b"1"), source("Zwei", b"2")], ["a.pdf", "b.pdf"])
    assert made.starts == (0, 2)
    assert made.draft.pictures == {"bilder/hof.png": b"1", "bilder/2-hof.png": b"2"}
    assert made.draft.old_pages == ("1", "2/1")
    made_files = write_manuscript(made, "a.pdf")
    second = made_files.files["02-zwei.md"].decode()
    assert second.startswith("# Zwei\n")
    assert 'n="2/1"' in second
    assert "»Zwei«" in second.partition("Import")[2]
    assert "(bilder/2-hof.png)" in second
    assert made_files.metadata["title"] == "Eins"


# ---------------------------------------------------------------------------------------- review


def test_text_is_cut_where_pages_begin() -> None:
    torn = [*tree.words("vorn "), tree.old_page("17"), *tree.words("<hinten>")]
    note = tree.note([tree.paragraph([*tree.words("Note"), tree.doubt(0)])])
    blocks = [
        tree.heading(1, [tree.old_page("16"), *tree.words("Der Hof")]),
        tree.quotation([tree.paragraph([tree.styled("Emph", torn)])]),
        tree.paragraph([*tree.words("Ziffer"), note]),
    ]
    made = page_texts(blocks, (0,), ["5"], {0: 13})
    assert list(made) == [(0, "16"), (0, "17")]
    first, second = made.values()
    assert first.markup == (
        '<p class="heading level-1">Der Hof</p><blockquote><p><em>vorn </em></p></blockquote>'
    )
    assert second.markup == (
        '<blockquote class="goes-on"><p class="goes-on"><em class="goes-on">&lt;hinten&gt;</em></p>'
        '</blockquote><p>Ziffer<sup class="call">5</sup></p>'
    )
    ((label, words),) = second.notes
    assert label == "5"
    assert 'id="m-13"' in words
    assert second.doubts == [13]


def test_a_source_without_pages_is_cut_at_headings() -> None:
    blocks = [tree.heading(2, tree.words(name)) for name in ("Eins", "Zwei")]
    assert [text.markup for text in page_texts(blocks, (0,), [], {}).values()] == [
        f'<p class="heading level-2">{name}</p>' for name in ("Eins", "Zwei")
    ]


# ----------------------------------------------------------------------------- what would not build


def draft_of(*blocks: Json, pages: tuple[str, ...] = (), text: str = "", **metadata: Any) -> Draft:
    return Draft(list(blocks), metadata, (text,), old_pages=pages)


def test_signs_without_a_glyph_are_written_as_their_twins() -> None:
    made = showable(draft_of(paragraph("∗ 𝑥 ⩽ ﬃ Straße"), text="∗ 𝑥 ⩽ ﬃ Straße"), "a.pdf", SHOWS)
    assert plain(made.blocks) == "* x ≤ ﬃ Straße"
    assert made.doubts == ()
    assert [(one.removed, one.added) for one in made.changes] == [
        ("∗", "*"),
        ("𝑥", "x"),
        ("⩽", "≤"),
    ]


def test_writing_that_no_page_shows_is_numbered_and_quoted() -> None:
    blocks = [
        tree.paragraph([tree.old_page("7"), *tree.words("Das Wort \u05d0\u05d1\u05d2\u05d3 und "),
                        *tree.words("\u05d0\u05d1\u05d2\u05d3 wie \u05d0\u05d1.")]),
        {"t": "CodeBlock", "c": [["", [], []], "漢"]},
    ]  # fmt: skip
    made = showable(draft_of(*blocks, pages=("6", "7")), "a.pdf", SHOWS)
    assert plain(made.blocks) == "Das Wort [U+05D0 …] und [U+05D0 …] wie [U+05D0 U+05D1].[U+6F22]"
    assert [one.values["other"] for one in made.doubts] == [
        "\u05d0\u05d1\u05d2\u05d3",
        "\u05d0\u05d1",
        "漢",
    ]
    assert {one.spot.page for one in made.doubts} == {2}
    again = written(blocks, title="\u05d0")
    manuscript = again.files["metadata.yaml"] + text_of(again).encode()
    assert "<!-- Import " in text_of(again)
    assert b"U+05D0" in manuscript
    assert "»\u05d0\u05d1«" in text_of(again)


@given(st.text(max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_there_can_be_shown(text: str) -> None:
    made = showable(draft_of(paragraph(text), title=text), "a.pdf", SHOWS)
    assert all(SHOWS(one) for one in plain(made.blocks) + made.metadata["title"])
    removed, added = ("".join(getattr(c, k) for c in made.changes) for k in ("removed", "added"))
    assert sorted(plain(made.blocks) + removed) == sorted(plain([paragraph(text)]) + added)


def png(width: int, height: int) -> bytes:
    data = BytesIO()
    Image.new("L", (width, height)).save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    ("pixels", "width", "made", "told"),
    [
        (400, "60%", "50.8mm", True),
        (400, "40mm", "40mm", False),
        (400, "", "50.8mm", True),
        (400, "20em", "50.8mm", True),
        (1600, "100%", "100%", False),
        (400, "52mm", "50.8mm", False),
    ],
)
def test_images_are_no_wider_than_can_be_printed(
    pixels: int, width: str, made: str, told: bool
) -> None:
    image = picture("Ein Hof")
    image["c"][0][2] = [["width", width]] if width else []
    (block,), told_of = printable([tree.paragraph([image])], {"bilder/hof.png": png(pixels, 10)})
    assert dict(block["c"][0]["c"][0][2])["width"] == made
    assert [finding.code for finding in told_of] == ["import-image-coarse"] * told


def test_the_least_resolution_is_that_of_print() -> None:
    assert image_sizes.LEAST == findings.LEAST


def test_pictures_of_no_pixels_stay() -> None:
    block = tree.paragraph([picture("Ein Hof")])
    for data in (b"<svg/>", b"\x89PNG\r\n\x1a\n", b""):
        assert printable([block], {"bilder/hof.png": data}) == ([block], ())


# ------------------------------------------------------------------------------------ old pages


def test_every_page_of_the_source_has_its_mark() -> None:
    note = tree.note([tree.paragraph([*tree.words("Weiter "), tree.old_page("3")])])
    blocks = [
        tree.paragraph([tree.old_page("2"), *tree.words("Wort"), note]),
        tree.quotation([tree.paragraph([*tree.words("und "), tree.old_page("5")])]),
    ]
    made = with_all_pages(draft_of(*blocks, pages=("1", "2", "3", "4", "5", "6", "7")))
    text = json.dumps(made.blocks)
    assert re.findall(r'\["n", "(\d)"\]', text) == ["1", "2", "3", "3", "4", "5", "6", "7"]
    whole = draft_of(*made.blocks, pages=made.old_pages)
    assert with_all_pages(whole) is whole


@pytest.mark.parametrize(
    ("metadata", "named"),
    [
        ({"publisher": "Verlag am Rand", "publisher-place": "Mainz", "date": "Mai 1987"},
         "Mainz: Verlag am Rand 1987"),
        ({"title": "T", "isbn": "978-3-16-148410-0", "date": "1987"}, "978-3-16-148410-0"),
        ({"title": "T", "isbn": "978-3-16-148410-1", "date": "1987"}, "T, 1987"),
        ({"title": "T"}, None),
        ({}, "heft.pdf"),
    ],
)  # fmt: skip
def test_the_first_edition_is_named(metadata: dict[str, Any], named: str | None) -> None:
    told = with_first_edition(metadata, ("1",), "heft.pdf")
    made = told["satzspiegel"]
    assert made["page-list"] == "first-edition"
    assert made.get("first-edition") == named
    assert ("isbn" in told) == ("isbn" in metadata and made["first-edition"] != metadata["isbn"])
    assert with_first_edition(metadata, (), "heft.pdf") == metadata
