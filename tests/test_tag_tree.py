"""The structure tree of small PDFs made by hand: text, roles, links, and what is in no element."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from satzspiegel.verify.tags.catalog import Bookmark, Catalog, Destination, Font, read_catalog
from satzspiegel.verify.tags.marked_content import Artifact, Fonts, PageContent, page_content
from satzspiegel.verify.tags.reading import read_text
from satzspiegel.verify.tags.tree import Content, Element, LinkAnnotation, TagTree, read_tags
from satzspiegel.verify.tags.unicode_maps import UNKNOWN, unicode_map

#: A: a, B: b …, a space, the ligature ffi, a soft hyphen.
CMAP = b"""
/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
2 beginbfchar <0020> <0020> <00f1> <006600660069> endbfchar
2 beginbfrange <0041> <005a> <0061> <00f2> <00f3> [<00ad> <D83DDE00>] endbfrange
endcmap
"""


def shown(text: str) -> str:
    """A string as a content stream shows it, two bytes to a character."""
    return f"<{text.encode('utf-16-be').hex()}> Tj"


def marked(mcid: int, text: str, tag: str = "P") -> str:
    return f"/{tag} <</MCID {mcid}>> BDC /F 9 Tf {shown(text)} EMC"


def font(pdf: Pdf) -> Any:
    descriptor = Dictionary(FontFile2=Stream(pdf, b""))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/ABCDEF+Satz"),
            Encoding=Name("/Identity-H"),
            ToUnicode=Stream(pdf, CMAP),
            DescendantFonts=Array([Dictionary(FontDescriptor=descriptor)]),
        )
    )


def add_page(pdf: Pdf, content: str, **resources: Any) -> Any:
    page = pdf.add_blank_page(page_size=(400, 600))
    page.obj.Contents = pdf.make_stream(content.encode())
    page.obj.Resources = Dictionary(Font=Dictionary(F=font(pdf)), **resources)
    return page.obj


def content_of(content: str, **resources: Any) -> PageContent:
    with Pdf.new() as pdf:
        add_page(pdf, content, **resources)
        return page_content(pdf.pages[0], Fonts())


# ---------------------------------------------------------------------------- text of content


def test_a_map_has_single_codes_ranges_and_lists() -> None:
    known = unicode_map(CMAP)
    assert (known[0x41], known[0x5A], known[0xF1]) == ("a", "z", "ffi")
    assert (known[0xF2], known[0xF3]) == ("\u00ad", "😀")
    assert len(known) == 2 + 26 + 2


def test_text_is_read_by_number_as_the_map_says() -> None:
    content = content_of(
        f"{marked(3, 'WORT ')} {marked(4, 'Oñ')} /P <</MCID 3>> BDC {shown('X')} EMC"
    )
    assert content.texts == {3: "wort x", 4: "offi"}
    assert (content.outside, content.painted_outside, content.artifacts) == ("", 0, ())


def test_spaces_between_strings_are_no_characters() -> None:
    assert content_of(
        '/P <</MCID 0>> BDC /F 9 Tf [<0041> -900 <0042>] TJ <0020> Tj 1 0 <0043> " EMC'
    ).texts == {0: "ab c"}


def test_a_code_that_no_map_knows_is_seen() -> None:
    assert content_of(marked(0, "A!")).texts == {0: f"a{UNKNOWN}"}


def test_what_is_inside_a_sequence_is_part_of_it() -> None:
    inside = f"/Span <</Lang (fr)>> BDC {shown('B')} EMC"
    nested = f"/P <</MCID 0>> BDC /F 9 Tf {shown('A')} {inside} {shown('C')} EMC"
    assert content_of(nested).texts == {0: "abc"}


def test_actual_text_stands_for_what_is_shown() -> None:
    inside = f"/Span <</ActualText (ck)>> BDC {shown('KK')} EMC"
    replaced = f"/P <</MCID 0>> BDC /F 9 Tf {shown('A')} {inside} EMC"
    assert content_of(replaced).texts == {0: "ack"}


def test_artifacts_and_what_stands_outside() -> None:
    head = f"/Artifact <</Type /Pagination /Subtype /Header>> BDC /F 9 Tf {shown('A')} EMC"
    rule = "/Artifact BMC 0 0 9 9 re f EMC"
    content = content_of(f"{head} {rule} {shown('B')} 0 0 9 9 re S {marked(0, 'C')} /X Do")
    assert content.artifacts == (Artifact("a", is_running=True), Artifact(""))
    assert (content.outside, content.painted_outside, content.texts) == ("b", 2, {0: "c"})


def test_properties_may_be_named_and_fonts_come_back() -> None:
    named = Dictionary(M=Dictionary(MCID=7))
    content = f"/P /M BDC /F 9 Tf q /G 9 Tf {shown('A')} Q {shown('B')} EMC"
    assert content_of(content, Properties=named).texts == {7: "b"}


def test_a_form_is_part_of_where_it_is_used() -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, "/P <</MCID 0>> BDC /Fm Do EMC /Fm Do")
        form = pdf.make_stream(f"/F 9 Tf {shown('A')} 0 0 1 1 re f".encode())
        form.Subtype, form.Resources = Name.Form, page.Resources
        page.Resources.XObject = Dictionary(Fm=form)
        content = page_content(pdf.pages[0], Fonts())
    assert (content.texts, content.outside, content.painted_outside) == ({0: "a"}, "a", 1)


# ----------------------------------------------------------------------------------- the tree


class Tagged:
    """A PDF with a tree whose elements are added one by one."""

    def __init__(self, *contents: str) -> None:
        self.pdf = Pdf.new()
        self.pages = [add_page(self.pdf, content) for content in contents]
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.Lang = String("de")
        self.parents: dict[int, list[Any]] = {number: [] for number in range(len(contents))}
        for number, page in enumerate(self.pages):
            page.StructParents, page.Annots = number, Array()
        self.links: list[Any] = []

    def element(self, role: str, parent: Any = None, **entries: Any) -> Any:
        made = self.pdf.make_indirect(Dictionary(S=Name(f"/{role}"), K=Array(), **entries))
        (self.root if parent is None else parent).K.append(made)
        return made

    def claim(self, element: Any, page: int, mcid: int, *, own: bool = True) -> None:
        """Give marked content to an element, in its list of kids and in the parent tree."""
        if own:
            element.Pg = self.pages[page]
            element.K.append(mcid)
        else:
            element.K.append(Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=mcid))
        parents = self.parents[page]
        parents.extend([None] * (mcid + 1 - len(parents)))
        parents[mcid] = element

    def link(self, element: Any, page: int, **entries: Any) -> Any:
        rectangle = Array([10, 20, 30, 15])
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rectangle, **entries)
        )
        self.pages[page].Annots.append(made)
        if element is not None:
            made.StructParent = 100 + len(self.links)
            element.K.append(Dictionary(Type=Name.OBJR, Obj=made))
            self.links.append(element)
        return made

    def read(self) -> TagTree:
        numbers = [(n, Array(parents)) for n, parents in self.parents.items()]
        numbers += [(100 + n, element) for n, element in enumerate(self.links)]
        self.root.ParentTree = Dictionary(Nums=Array([one for pair in numbers for one in pair]))
        out = BytesIO()
        self.pdf.save(out)
        with pikepdf.open(out) as pdf:
            return read_tags(pdf)


def test_elements_come_in_the_order_of_the_tree() -> None:
    made = Tagged(f"{marked(0, 'A')} {marked(1, 'B')}", marked(0, "C"))
    document = made.element("Document")
    paragraph = made.element("P", document, Lang=String("fr"))
    made.claim(paragraph, 0, 1)
    made.claim(paragraph, 1, 0, own=False)
    made.claim(made.element("H1", document, ID=String("eins")), 0, 0)
    tree = made.read()
    (root,) = tree.elements
    assert [(one.role, one.text(), one.language, one.identifier) for one in root.children] == [
        ("P", "bc", "fr", ""),
        ("H1", "a", "", "eins"),
    ]
    assert [content.page for content in root.contents()] == [0, 1, 0]
    assert (tree.language, tree.unclaimed, tree.contested, tree.strayed) == ("de", (), (), ())


def test_roles_are_those_that_they_are_mapped_to() -> None:
    made = Tagged("")
    made.root.RoleMap = Dictionary(
        Strophe=Name("/Gruppe"), Gruppe=Name.Div, Ring=Name("/Kreis"), Kreis=Name("/Ring")
    )
    for role in ("Strophe", "Ring", "P"):
        made.element(role)
    roles = [element.role for element in made.read().elements]
    assert (roles[0], roles[2]) == ("Div", "P")
    assert roles[1] in ("Ring", "Kreis")


def test_attributes_of_all_owners_are_one() -> None:
    made = Tagged("")
    layout = Dictionary(O=Name.Layout, BBox=Array([1, 2, 3, 4]))
    table = Dictionary(O=Name.Table, Scope=Name.Column, ColSpan=2)
    made.element("TH", A=Array([layout, table]))
    made.element("L", A=Dictionary(O=Name.List, ListNumbering=Name.Decimal))
    cell, items = made.read().elements
    assert cell.attributes["Scope"] == "Column"
    assert (cell.attributes["ColSpan"], cell.attributes["BBox"]) == ("2", "1 2 3 4")
    assert items.attributes["ListNumbering"] == "Decimal"


def test_alternatives_may_be_empty_and_text_may_be_replaced() -> None:
    made = Tagged(marked(0, "A"))
    made.element("Figure", Alt=String(""))
    made.element("Figure", Alt=String("Ein Bild"))
    made.claim(made.element("Span", ActualText=String("ß")), 0, 0)
    bare, described, replaced = made.read().elements
    assert (bare.described, bare.alternative) == (True, "")
    assert described.alternative == "Ein Bild"
    assert replaced.text() == "ß"


def test_links_know_their_words_and_targets() -> None:
    made = Tagged("", "")
    element = made.element("Link")
    made.link(element, 1, Contents=String("Anmerkung 1"), Dest=String("fn-1"))
    made.link(element, 0, A=Dictionary(S=Name.URI, URI=String("https://example.org/")))
    made.link(None, 0, A=Dictionary(S=Name.GoTo, D=String("fn-2")))
    tree = made.read()
    first, second = tree.elements[0].links()
    assert (first.page, first.name, first.contents) == (1, "fn-1", "Anmerkung 1")
    assert first.box == (10, 15, 30, 20)
    assert (second.address, second.name) == ("https://example.org/", "")
    assert [link.name for link in tree.loose_links] == ["fn-2"]
    assert not tree.strayed


def test_content_of_none_and_of_two_is_told() -> None:
    made = Tagged(f"{marked(0, 'A')} {marked(1, 'B')}")
    made.claim(made.element("P"), 0, 1)
    made.claim(made.element("P"), 0, 1)
    tree = made.read()
    assert tree.unclaimed == (Content(0, "a"),)
    assert tree.contested == (Content(0, "b"),)
    assert tree.strayed == (0,)


def test_a_parent_tree_that_leads_elsewhere_is_told() -> None:
    made = Tagged("", f"{marked(0, 'A')} {marked(1, 'B')}")
    first, second = made.element("P"), made.element("P")
    made.claim(first, 1, 0)
    made.claim(second, 1, 1)
    made.parents[1].reverse()
    assert made.read().strayed == (1,)


def test_a_link_with_another_parent_is_told() -> None:
    made = Tagged("")
    made.link(made.element("Link"), 0)
    made.links[0] = made.element("Link")
    assert made.read().strayed == (0,)


def test_a_file_without_tags_has_no_elements() -> None:
    with Pdf.new() as pdf:
        add_page(pdf, marked(0, "A"))
        tree = read_tags(pdf)
    assert (tree.elements, tree.unclaimed) == ((), (Content(0, "a"),))


# ------------------------------------------------------------------------------ how it is heard


def heard(*elements: Element) -> list[tuple[str, str]]:
    reading = read_text(TagTree(elements, ()), frozenset(["fn-1", "fn-2"]))
    passages = (passage for node in reading.nodes for passage in node.passages())
    return [(one.role, " ".join(one.words)) for one in passages]


def text(value: str) -> Content:
    return Content(0, value)


def call(number: str) -> Element:
    link = LinkAnnotation(0, (0, 0, 1, 1), name=f"fn-{number}")
    return Element("Reference", (Element("Link", (text(number), link)),))


def note(number: str, words: str) -> Element:
    return Element("Note", (Element("P", (Element("Lbl", (text(number),)), text(f" {words}"))),))


def test_a_note_is_no_part_of_the_sentence() -> None:
    paragraph = Element("P", (text("Vor"), call("1"), note("1", "Note."), text(", nach.")))
    assert heard(paragraph) == [("P", "Vor⁅1⁆, nach.")]
    (found,) = read_text(TagTree((paragraph,), ()), frozenset(["fn-1"])).notes
    assert (found.number, found.call) == ("1", paragraph.children[0])
    assert [node.words for node in found.nodes] == [["Note."]]


@pytest.mark.parametrize(
    "kids",
    [
        (text("Vor"), call("1"), text(", nach."), note("1", "Note.")),
        (text("Vor"), note("1", "Note."), call("1"), text(", nach.")),
    ],
    ids=["late", "early"],
)
def test_a_note_elsewhere_has_no_call(kids: tuple[Any, ...]) -> None:
    (found,) = read_text(TagTree((Element("P", kids),), ()), frozenset(["fn-1"])).notes
    assert found.call is None


def test_a_heading_is_read_to_its_end() -> None:
    heading = Element("H1", (text("Mit"), call("1"), text(" zwei"), call("2")))
    tree = TagTree((heading, note("1", "a"), note("2", "b")), ())
    found = read_text(tree, frozenset(["fn-1", "fn-2"])).notes
    assert [one.call.text() if one.call else None for one in found] == ["1", "2"]


def test_blocks_without_paragraphs_hold_one_each() -> None:
    item = Element("LI", (Element("Lbl", (text("– "),)), Element("LBody", (text("eins"),))))
    row = Element("TR", (Element("TD", (text("a"),)), Element("TD", (Element("P", (text("b"),)),))))
    tree = Element("Sect", (Element("L", (item,)), Element("Table", (Element("TBody", (row,)),))))
    assert heard(tree) == [("Lbl", "–"), ("P", "eins"), ("P", "a"), ("P", "b")]


def test_ornaments_and_contents_are_not_heard() -> None:
    entry = Element("TOCI", (text("Eins 1"),))
    assert heard(Element("P", (text("* * *"),)), Element("TOC", (entry,))) == []


# --------------------------------------------------------------------------------- the catalog


def catalog_of(pdf: Pdf) -> Catalog:
    out = BytesIO()
    pdf.save(out)
    with pikepdf.open(out) as saved:
        return read_catalog(saved)


def test_destinations_and_bookmarks_are_on_pages() -> None:
    with Pdf.new() as pdf:
        first, second = add_page(pdf, ""), add_page(pdf, "")
        there = Array([second, Name.XYZ, 50, 500, 0])
        names = Array([String("a"), there, String("b"), Dictionary(D=Array([first, Name.Fit]))])
        names.extend([String("c"), Array([Dictionary(), Name.Fit])])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
        inner = pdf.make_indirect(Dictionary(Title=String("Innen"), Dest=String("fehlt")))
        outer = pdf.make_indirect(Dictionary(Title=String(" Außen\n"), Dest=there, First=inner))
        pdf.Root.Outlines = Dictionary(First=outer)
        catalog = catalog_of(pdf)
    assert catalog.destinations == {
        "a": Destination(1, (50, 500)),
        "b": Destination(0),
        "c": Destination(-1),
    }
    assert catalog.broken == ("c",)
    assert catalog.bookmarks == (
        Bookmark("Außen", 1, Destination(1, (50, 500))),
        Bookmark("Innen", 2, Destination(-1)),
    )


def test_links_to_nothing_and_actions_are_told() -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, "")
        script = Dictionary(S=Name.JavaScript, JS=String("1"))
        launch = Dictionary(S=Name.Launch, F=String("x"))
        box = Array([0, 0, 1, 1])
        lost = Dictionary(Subtype=Name.Link, Rect=box, Dest=String("nirgends"))
        page.Annots = Array([lost, Dictionary(Subtype=Name.Link, Rect=box, A=launch)])
        pdf.Root.OpenAction = script
        page.AA = Dictionary(O=script)
        catalog = catalog_of(pdf)
    assert catalog.broken == ("nirgends",)
    assert sorted(catalog.actions) == ["AA", "JavaScript", "Launch"]


def test_an_opening_page_is_no_action() -> None:
    with Pdf.new() as pdf:
        pdf.Root.OpenAction = Array([add_page(pdf, ""), Name.Fit])
        assert catalog_of(pdf).actions == ()


def test_fonts_of_forms_are_fonts_of_the_file() -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, "")
        form = pdf.make_stream(b"")
        form.Subtype = Name.Form
        bare = pdf.make_indirect(Dictionary(Subtype=Name.TrueType, BaseFont=Name.Arial))
        form.Resources = Dictionary(Font=Dictionary(G=bare))
        page.Resources.XObject = Dictionary(X=form)
        fonts = catalog_of(pdf).fonts
    assert fonts == (Font("Satz", True, True, True), Font("Arial", False, False, False))


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<rdf:Description rdf:about="" pdfaid:part="2"><pdfaid:conformance>A</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Titel</rdf:li><rdf:li xml:lang="en">Title</rdf:li>
</rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def test_metadata_are_read_in_all_their_forms() -> None:
    with Pdf.new() as pdf:
        add_page(pdf, "")
        pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
        metadata = catalog_of(pdf).metadata
        pdf.Root.Metadata = pdf.make_stream(b"<kein", Type=Name.Metadata, Subtype=Name.XML)
        broken = catalog_of(pdf).metadata
    assert metadata == {
        "pdfaid:part": "2",
        "pdfaid:conformance": "A",
        "dc:title": "Titel",
        "dc:creator": "A; B",
    }
    assert broken == {}
