"""Faults seeded into a tagged PDF, each noticed by our own checks, by page-validation, or by both.

The file is a real one; a fault changes its objects or its content streams. The table says who
notices what: our findings by their codes, and the rules of page-validation by their beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import page
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from samples import write_sample
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify.tags.checks import check_tags

BUILD = "0123456789abcdef"
SENTENCE = "Die Führung der KPD-Führung sieht, was sie sieht, und setzt es fort. "
ROWS = "".join(f"| Zeile {number} | {number} | Wort |\n" for number in range(50))
#: A paragraph and a table longer than a page, and a note that two others follow at once.
THIRD = f"""# Vom Langen {{#lang}}

{SENTENCE * 45}

Danach ein Satz,[^a] und noch einer.[^b] Schluss.

| Erstens | Zweitens | Drittens |
|---------|---------:|----------|
{ROWS}
: Eine lange Tafel. {{#lange-tafel}}

[^a]: Die vorletzte Note.
[^b]: Die letzte Note.
"""
#: A note of the long chapter, and the one behind it.
NOTE, NEXT = "fn-14", "fn-15"


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = write_sample(tmp_path_factory.mktemp("tags") / "probe")
    (folder / "03-lang.md").write_text(THIRD, "utf-8")
    made, _ = read_publication(folder)
    return made


@pytest.fixture(scope="module")
def whole(publication: Publication) -> bytes:
    return make_pdf(publication, load_style(), BUILD, Dump()).data


def ours(data: bytes, publication: Publication) -> set[str]:
    return {finding.code for finding in check_tags(data, publication)}


def theirs(data: bytes) -> set[str]:
    """The rules of page-validation that a file breaks, without standard and number."""
    reports = (page.validate_pdf_bytes(data, profile=profile) for profile in ("ua1", "2a"))
    rules = (failure.rule_id for report in reports for failure in report.failures)
    return {re.sub(r"^PDF[A-Z0-9]+-|-\d+$", "", rule) for rule in rules}


# -------------------------------------------------------------------------- parts of the file


def elements(pdf: Pdf, role: str = "") -> list[Any]:
    """The elements of a role, or all, in reading order."""

    def walk(element: Any) -> Iterator[Any]:
        yield element
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)

    every = [one for top in kids(pdf.Root.StructTreeRoot) for one in walk(top)]
    return [one for one in every if role in ("", str(one.S)[1:])]


def kids(element: Any) -> list[Any]:
    found = element.get("/K")
    if isinstance(found, pikepdf.Array):
        return list(found)
    return [] if found is None else [found]


def set_kids(element: Any, new: list[Any]) -> None:
    element.K = Array(new)
    for kid in new:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            kid.P = element


def place_of(element: Any) -> int:
    """Which kid of its parent an element is."""
    return [getattr(kid, "objgen", None) for kid in kids(element.P)].index(element.objgen)


def remove(element: Any) -> None:
    parent, place = element.P, place_of(element)
    set_kids(parent, [kid for at, kid in enumerate(kids(parent)) if at != place])


def note(pdf: Pdf, identifier: str = NOTE) -> Any:
    return next(one for one in elements(pdf, "Note") if str(one.ID) == identifier)


def long_paragraph(pdf: Pdf) -> Any:
    """The one that goes over pages."""
    return max(elements(pdf, "P"), key=lambda one: len(kids(one)))


def annots(pdf: Pdf) -> list[Any]:
    return [one for sheet in pdf.pages for one in sheet.obj.get("/Annots", ())]


def leading_to(pdf: Pdf, name: str) -> Any:
    return next(one for one in annots(pdf) if str(one.get("/Dest", "")) == name)


def rewrite(pdf: Pdf, pattern: bytes, new: bytes, first: int = 0) -> None:
    """Change a content stream from a page on, once; the pattern must be somewhere."""
    for sheet in list(pdf.pages)[first:]:
        made, count = re.subn(pattern, new, content(sheet), count=1, flags=re.DOTALL)
        if count:
            sheet.obj.Contents = pdf.make_stream(made)
            return
    raise AssertionError(pattern)


def content(sheet: Any) -> bytes:
    sheet.contents_coalesce()
    return bytes(sheet.obj.Contents.read_bytes())


def rewrite_maps(pdf: Pdf, pattern: bytes, new: bytes) -> None:
    """Change what codes mean; the pattern must be in some font's map."""
    seen = 0
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            made, count = re.subn(pattern, new, thing.ToUnicode.read_bytes(), flags=re.IGNORECASE)
            thing.ToUnicode.write(made)
            seen += count
    assert seen


def rewrite_metadata(pdf: Pdf, pattern: bytes, new: bytes) -> None:
    made, count = re.subn(pattern, new, pdf.Root.Metadata.read_bytes(), flags=re.DOTALL)
    assert count
    pdf.Root.Metadata.write(made)


# ------------------------------------------------------------------- faults of the whole file


def without_title(pdf: Pdf) -> None:
    rewrite_metadata(pdf, rb"<dc:title>.*?</dc:title>", b"")


def with_another_title(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Eine andere"


def without_language(pdf: Pdf) -> None:
    del pdf.Root.Lang
    for element in elements(pdf, "Document"):
        if "/Lang" in element:
            del element.Lang


def without_mark(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def without_tree(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def without_claim(pdf: Pdf) -> None:
    rewrite_metadata(pdf, rb"<pdfuaid:part>1</pdfuaid:part>", b"")


def claiming_another_part(pdf: Pdf) -> None:
    rewrite_metadata(pdf, rb"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:part>3</pdfaid:part>")


def showing_the_file_name(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def without_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def with_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def with_launch(pdf: Pdf) -> None:
    annots(pdf)[0].A = Dictionary(S=Name.Launch, F=String("x.exe"))


def with_file(pdf: Pdf) -> None:
    pdf.attachments["x.txt"] = b"x"


def descriptors(pdf: Pdf) -> list[Any]:
    found = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary))
    return [one for one in found if one.get("/Type") == "/FontDescriptor"]


def without_font_file(pdf: Pdf) -> None:
    one = descriptors(pdf)[0]
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in one:
            del one[key]


def without_meaning(pdf: Pdf) -> None:
    one = next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o)
    del one.ToUnicode


def with_whole_font(pdf: Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one:
            one.BaseFont = Name("/" + re.sub(r"^/?[A-Z]{6}\+", "", str(one.BaseFont)))


def with_another_label(pdf: Pdf) -> None:
    labels = pdf.Root.PageLabels.Nums
    labels[len(labels) - 1].St = 77


def with_bookmark_astray(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Dest = Array([pdf.pages[-1].obj, Name.XYZ, 0, 500, 0])


def leading_nowhere(pdf: Pdf) -> None:
    annots(pdf)[0].Dest = String("nirgendwo")


def with_destination_off(pdf: Pdf) -> None:
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    names["tafel"] = Array([Dictionary(Type=Name.Page), Name.Fit])


# --------------------------------------------------------------------------- faults of tags


def in_reverse(pdf: Pdf) -> None:
    document = elements(pdf, "Document")[0]
    set_kids(document, kids(document)[::-1])


def with_two_paragraphs_changed(pdf: Pdf) -> None:
    first = elements(pdf, "BlockQuote")[0]
    set_kids(first, kids(first)[::-1])


def with_paragraph_split(pdf: Pdf) -> None:
    one = long_paragraph(pdf)
    half = len(kids(one)) // 2
    rest = pdf.make_indirect(Dictionary(S=Name.P, Type=Name.StructElem, P=one.P))
    set_kids(rest, kids(one)[half:])
    rest.Pg = one.Pg
    parent, place = one.P, place_of(one)
    set_kids(one, kids(one)[:half])
    set_kids(parent, [*kids(parent)[: place + 1], rest, *kids(parent)[place + 1 :]])


def with_paragraphs_joined(pdf: Pdf) -> None:
    quotation = elements(pdf, "BlockQuote")[0]
    quotation.S = Name.P
    for one in kids(quotation):
        one.S = Name.Span


def with_heading_skipped(pdf: Pdf) -> None:
    elements(pdf, "H1")[-1].S = Name.H4


def with_heading_as_paragraph(pdf: Pdf) -> None:
    elements(pdf, "H1")[-1].S = Name.P


def without_quotation(pdf: Pdf) -> None:
    elements(pdf, "BlockQuote")[0].S = Name.Div


def without_list(pdf: Pdf) -> None:
    elements(pdf, "L")[0].S = Name.Div


def with_other_numbers(pdf: Pdf) -> None:
    ordered = (one for one in elements(pdf, "L") if "/A" in one)
    next(
        one for one in ordered if one.A.ListNumbering == "/LowerAlpha"
    ).A.ListNumbering = Name.Decimal


def without_scope(pdf: Pdf) -> None:
    for cell in elements(pdf, "TH"):
        del cell.A


def without_head_cells(pdf: Pdf) -> None:
    for cell in elements(pdf, "TH"):
        cell.S = Name.TD


def with_cell_over_two(pdf: Pdf) -> None:
    elements(pdf, "TD")[-1].A = Dictionary(O=Name.Table, ColSpan=2)


def without_code(pdf: Pdf) -> None:
    elements(pdf, "Code")[0].S = Name.Span


def without_row(pdf: Pdf) -> None:
    remove(elements(pdf, "TR")[-1])


def without_alternative(pdf: Pdf) -> None:
    del elements(pdf, "Figure")[0].Alt


def with_another_alternative(pdf: Pdf) -> None:
    elements(pdf, "Figure")[0].Alt = String("Ein Hund")


def without_caption(pdf: Pdf) -> None:
    elements(pdf, "Caption")[0].S = Name.P


def without_foreign_language(pdf: Pdf) -> None:
    del next(one for one in elements(pdf, "Span") if one.get("/Lang") == "fr").Lang


def with_another_language(pdf: Pdf) -> None:
    next(one for one in elements(pdf) if one.get("/Lang") == "en").Lang = String("es")


def with_content_of_nobody(pdf: Pdf) -> None:
    set_kids(elements(pdf, "BlockQuote")[0], [])


def with_content_of_two(pdf: Pdf) -> None:
    first, second = elements(pdf, "H2")[1:3]
    set_kids(second, [*kids(second), Dictionary(Type=Name.MCR, Pg=first.Pg, MCID=kids(first)[0])])


def with_another_parent(pdf: Pdf) -> None:
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    parents = tree[int(long_paragraph(pdf).Pg.StructParents)]
    parents[0] = elements(pdf, "Document")[0]


# -------------------------------------------------------------------- faults of notes, links


def without_note_id(pdf: Pdf) -> None:
    del note(pdf).ID


def with_note_id_twice(pdf: Pdf) -> None:
    note(pdf).ID = String(NEXT)


def moved(pdf: Pdf, by: int) -> None:
    """A note moved among the kids of its parent."""
    one = note(pdf)
    parent, place = one.P, place_of(one)
    rest = [kid for at, kid in enumerate(kids(parent)) if at != place]
    set_kids(parent, [*rest[: place + by], one, *rest[place + by :]])


def with_note_before_its_call(pdf: Pdf) -> None:
    moved(pdf, -1)


def with_note_behind_the_sentence(pdf: Pdf) -> None:
    moved(pdf, 1)


def with_notes_swapped(pdf: Pdf) -> None:
    one, other = note(pdf), note(pdf, NEXT)
    parent, here, there = one.P, place_of(one), place_of(other)
    changed = kids(parent)
    changed[here], changed[there] = other, one
    set_kids(parent, changed)


def with_note_as_paragraph(pdf: Pdf) -> None:
    note(pdf).S = Name.Div


def without_note(pdf: Pdf) -> None:
    remove(note(pdf))


def with_empty_label(pdf: Pdf) -> None:
    note(pdf).K[0].S = Name.Span


def with_note_cut(pdf: Pdf) -> None:
    remove(note(pdf, "fn-3").K[2])


def with_call_untagged(pdf: Pdf) -> None:
    one = note(pdf)
    kids(one.P)[place_of(one) - 1].S = Name.Span


def with_calls_crossed(pdf: Pdf) -> None:
    leading_to(pdf, NOTE).Dest = String(NEXT)


def with_way_back_astray(pdf: Pdf) -> None:
    leading_to(pdf, NOTE.replace("fn", "fnref")).Dest = String("fnref-1")


def with_note_elsewhere(pdf: Pdf) -> None:
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    names[NOTE] = names["fn-1"]


def without_words(pdf: Pdf) -> None:
    del annots(pdf)[0].Contents


def with_bare_target(pdf: Pdf) -> None:
    one = leading_to(pdf, NOTE)
    one.Contents = String(NOTE)


def with_loose_link(pdf: Pdf) -> None:
    one = elements(pdf, "Link")[-1]
    set_kids(one, [kid for kid in kids(one) if not is_reference(kid)])


def is_reference(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def without_entry(pdf: Pdf) -> None:
    remove(elements(pdf, "TOCI")[-1])


def without_contents(pdf: Pdf) -> None:
    for one in elements(pdf):
        if one.S in ("/TOC", "/TOCI"):
            one.S = Name.Div


# -------------------------------------------------------------------- faults of content


def with_loose_square(pdf: Pdf) -> None:
    sheet = pdf.pages[3]
    sheet.obj.Contents = pdf.make_stream(content(sheet) + b"\n0 0 0 rg 10 10 20 20 re f\n")


#: The first string of a sequence that is long enough to be a word.
WORD = rb"(BDC(?:(?!EMC).)*?\[)<[0-9a-f]{12,}>"


def with_word_lost(pdf: Pdf) -> None:
    rewrite(pdf, WORD, rb"\1", first=4)


def without_title_page(pdf: Pdf) -> None:
    set_kids(elements(pdf, "H1")[0], [])


def with_paragraph_as_artifact(pdf: Pdf) -> None:
    one = elements(pdf, "BlockQuote")[0].K[1]
    sheet = next(sheet for sheet in pdf.pages if sheet.obj.objgen == one.Pg.objgen)
    number = str(int(kids(one)[0])).encode()
    made, count = re.subn(
        rb"/\w+\s*<<\s*/MCID " + number + rb"\s*>>\s*BDC", b"/Artifact BMC", content(sheet)
    )
    assert count == 1
    sheet.obj.Contents = pdf.make_stream(made)
    set_kids(one, [])


def with_artifact_tagged(pdf: Pdf, pattern: bytes) -> None:
    """An artifact becomes a paragraph at the end of the last chapter's first."""
    for sheet in list(pdf.pages)[-1:]:
        made, count = re.subn(pattern, b"/P <</MCID 9999>> BDC", content(sheet), count=1)
        assert count
        sheet.obj.Contents = pdf.make_stream(made)
        parent = long_paragraph(pdf).P
        new = Dictionary(S=Name.P, Type=Name.StructElem, P=parent, Pg=sheet.obj, K=9999)
        set_kids(parent, [*kids(parent), pdf.make_indirect(new)])


def with_repeated_head_tagged(pdf: Pdf) -> None:
    with_artifact_tagged(pdf, rb"/Artifact\s*<<\s*/Type /Pagination\s*>>\s*BDC")


def with_folio_tagged(pdf: Pdf) -> None:
    with_artifact_tagged(pdf, rb"/Artifact\s*<<[^>]*/Footer\s*>>\s*BDC")


def without_spaces(pdf: Pdf) -> None:
    rewrite_maps(pdf, rb"<0020>(?=\s*\n|\s+<)", b"<200b>")


def with_inserted_hyphens(pdf: Pdf) -> None:
    rewrite_maps(pdf, rb"<00ad>", b"<002d>")


def without_hard_hyphens(pdf: Pdf) -> None:
    rewrite_maps(pdf, rb"<002d>", b"<00ad>")


# ------------------------------------------------------------------------------------ the table


@dataclass(frozen=True)
class Fault:
    """A fault, what of ours notices it, and the beginning of the rule of page-validation, if any.

    ``rest`` are findings of ours that come along.
    """

    seed: Callable[[Pdf], None]
    ours: str
    theirs: str = ""
    rest: frozenset[str] = frozenset()


def also(*codes: str) -> frozenset[str]:
    return frozenset(codes)


FAULTS = (
    # The thirteen of the prototype.
    Fault(without_title, "pdf-metadata", "METADATA-TITLE"),
    Fault(without_language, "tags-language", "TEXT-LANGUAGE"),
    Fault(without_mark, "tags-missing", "TAGGED-DOCUMENT"),
    Fault(without_note_id, "tags-id", "NOTE-ID"),
    Fault(with_loose_square, "tags-outside", "CONTENT-TAGGING"),
    Fault(without_words, "tags-link", "LINK-CONTENTS"),
    Fault(in_reverse, "tags-text"),
    Fault(with_heading_skipped, "tags-heading-level", "HEADING-NESTING", also("tags-structure")),
    Fault(without_font_file, "pdf-font", "FONT-EMBEDDING"),
    Fault(without_intent, "pdf-intent", "DEVICE-"),
    Fault(with_script, "pdf-action", "ACTION-TYPE"),
    Fault(leading_nowhere, "pdf-destination"),
    Fault(without_meaning, "pdf-font", "UNICODE-MAPPING"),
    # The whole file.
    Fault(with_another_title, "pdf-metadata"),
    Fault(without_tree, "tags-missing", "STRUCT-TREE-ROOT"),
    Fault(without_claim, "pdf-standard", "ID-PART"),
    Fault(claiming_another_part, "pdf-standard", "ID-PART"),
    Fault(showing_the_file_name, "pdf-window-title", "VIEWER-PREFERENCES"),
    Fault(with_launch, "pdf-action", "ACTION-TYPE"),
    Fault(with_file, "pdf-attachment", "EMBEDDED-FILE"),
    Fault(with_whole_font, "pdf-font"),
    Fault(with_another_label, "pdf-page-label"),
    Fault(with_bookmark_astray, "pdf-bookmark"),
    Fault(with_destination_off, "pdf-destination"),
    # Text and its structure.
    Fault(with_two_paragraphs_changed, "tags-text"),
    Fault(with_paragraph_split, "tags-structure"),
    Fault(with_paragraphs_joined, "tags-text"),
    Fault(with_heading_as_paragraph, "tags-structure"),
    Fault(without_quotation, "tags-structure"),
    Fault(without_list, "tags-structure"),
    Fault(with_other_numbers, "tags-structure"),
    Fault(without_scope, "tags-structure"),
    Fault(without_head_cells, "tags-structure"),
    Fault(with_cell_over_two, "tags-structure", "TABLE-"),
    Fault(without_code, "tags-structure"),
    Fault(without_row, "tags-text"),
    Fault(without_alternative, "tags-alternative", "FIGURE-ALTERNATIVE-TEXT"),
    Fault(with_another_alternative, "tags-structure"),
    Fault(without_caption, "tags-structure"),
    Fault(without_foreign_language, "tags-language"),
    Fault(with_another_language, "tags-language"),
    Fault(with_content_of_nobody, "tags-outside"),
    Fault(with_content_of_two, "tags-outside"),
    Fault(with_another_parent, "tags-parents"),
    Fault(with_word_lost, "tags-text"),
    Fault(without_title_page, "tags-title", rest=also("tags-outside")),
    Fault(with_paragraph_as_artifact, "tags-artifact", rest=also("tags-text")),
    Fault(with_repeated_head_tagged, "tags-text"),
    Fault(with_folio_tagged, "tags-text"),
    Fault(without_spaces, "tags-text"),
    Fault(with_inserted_hyphens, "tags-text"),
    Fault(without_hard_hyphens, "tags-text"),
    # Notes and links.
    Fault(with_note_id_twice, "tags-id", "NOTE-ID-UNIQUE"),
    Fault(with_note_before_its_call, "tags-note-place"),
    Fault(with_note_behind_the_sentence, "tags-note-place"),
    Fault(with_notes_swapped, "tags-note-text", rest=also("tags-note-link")),
    Fault(with_note_as_paragraph, "tags-note-count"),
    Fault(without_note, "tags-note-count"),
    Fault(with_empty_label, "tags-note-number"),
    Fault(with_note_cut, "tags-note-text"),
    Fault(with_call_untagged, "tags-text"),
    Fault(with_calls_crossed, "tags-note-link"),
    Fault(with_way_back_astray, "tags-note-link"),
    Fault(with_note_elsewhere, "tags-note-link"),
    Fault(with_bare_target, "tags-link"),
    Fault(with_loose_link, "tags-link"),
    Fault(without_entry, "tags-contents"),
    Fault(without_contents, "tags-contents"),
)


def spoilt(whole: bytes, seed: Callable[[Pdf], None]) -> bytes:
    with pikepdf.open(BytesIO(whole)) as pdf:
        seed(pdf)
        out = BytesIO()
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def in_a_circle(pdf: Pdf) -> None:
    document = elements(pdf, "Document")[0]
    set_kids(elements(pdf, "BlockQuote")[0], [document])


def with_name_for_a_number(pdf: Pdf) -> None:
    one = long_paragraph(pdf)
    set_kids(one, [Dictionary(Type=Name.MCR, Pg=one.Pg, MCID=Name.Eins)])


@pytest.mark.parametrize("seed", [in_a_circle, with_name_for_a_number])
def test_a_malformed_tree_is_told(
    seed: Callable[[Pdf], None], whole: bytes, publication: Publication
) -> None:
    assert ours(spoilt(whole, seed), publication) == {"tags-unreadable"}


def test_a_whole_file_has_no_findings(whole: bytes, publication: Publication) -> None:
    assert ours(whole, publication) == set()
    assert theirs(whole) == set()


def test_saving_again_is_no_fault(whole: bytes, publication: Publication) -> None:
    saved = spoilt(whole, lambda pdf: None)
    assert ours(saved, publication) == set()
    assert theirs(saved) == set()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.seed.__name__)
def test_fault_is_noticed(fault: Fault, whole: bytes, publication: Publication) -> None:
    data = spoilt(whole, fault.seed)
    assert ours(data, publication) >= {fault.ours} | fault.rest
    if fault.theirs:
        assert any(rule.startswith(fault.theirs) for rule in theirs(data))
