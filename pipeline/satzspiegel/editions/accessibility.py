"""What is accessible about an e-book, found out from its finished files.

Nothing is asserted: each fact is looked up in the mark-up, the style sheet or the images. Package
metadata and ONIX record say the same facts in their own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from satzspiegel.model import Figure, Heading, Publication, Table
from satzspiegel.walks import all_images, flat_entries, walk_blocks

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEADINGS = {f"{XHTML}h{level}": level for level in range(1, 7)}
#: Rules of a style sheet: selectors and declarations, media queries opened.
RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
#: Declarations that take sizes and colours of text out of the reader's hands.
FIXED = re.compile(
    r"!\s*important"
    r"|\b(?:font-size|line-height)\s*:\s*[\d.]+(?:px|pt|pc|mm|cm|in|q)\b"
    r"|(?<![\w-])(?:color|background|background-color)\s*:\s*(?!\s|inherit|currentcolor|transparent)",
    re.IGNORECASE,
)
#: What makes an image move: the chunk of animated PNG. Drawings have lost their animations.
MOVING = b"acTL"


@dataclass(frozen=True)
class Facts:
    """What was found out."""

    #: Images in text or notes, and whether the author describes every one of them.
    images: bool
    described: bool
    #: Nothing moves; sounds there are none.
    still: bool
    #: Every file says its language.
    languages: bool
    #: ARIA roles; landmarks; contents that are linked.
    roles: bool
    landmarks: bool
    contents: bool
    #: The contents lead to every heading, and no figure or table is left without a way to it.
    whole_contents: bool
    #: Headings begin with the first level in each file and skip none.
    structure: bool
    #: Notes follow their calls in the same file, and the calls lead to them.
    reading_order: bool
    #: Sizes and colours of text are the reader's own.
    adjustable: bool
    #: Marks of printed pages, and a list of them.
    page_marks: bool
    page_list: bool
    notes: bool


def find_out(
    publication: Publication,
    documents: Iterable[bytes],
    sheets: Iterable[bytes],
    images: Iterable[bytes],
) -> Facts:
    """The facts of an e-book with these XHTML files, style sheets and images."""
    roots = [etree.fromstring(data) for data in documents]
    chapters = [chapter.blocks for chapter in publication.chapters]
    shown = list(all_images([*chapters, *(note.blocks for note in publication.notes)]))
    navs = {kind for root in roots for nav in root.iter(f"{XHTML}nav") for kind in _types(nav)}
    return Facts(
        images=bool(shown),
        described=all(image.described for image in shown) and all(map(_has_words, roots)),
        still=not any(MOVING in data for data in images),
        languages=all(root.get(XML_LANG) and root.get("lang") for root in roots),
        roles=any(_of_role(root, "doc-chapter", "doc-footnote", "doc-toc") for root in roots),
        landmarks="landmarks" in navs,
        contents="toc" in navs,
        whole_contents="toc" in navs and _lists_everything(publication),
        structure=all(map(_is_nested, roots)),
        reading_order=all(map(_notes_follow, roots)),
        adjustable=not any(fixed_declarations(sheet.decode()) for sheet in sheets),
        page_marks=any(_of_role(root, "doc-pagebreak") for root in roots),
        page_list="page-list" in navs,
        notes=bool(publication.notes),
    )


def fixed_declarations(sheet: str) -> list[str]:
    """Rules that fix sizes or colours of text; what is said of images alone does not count."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return [
        " ".join(rule[0].split())
        for rule in RULE.finditer(sheet)
        if FIXED.search(rule[2]) and not _of_images(rule[1])
    ]


def _of_images(selectors: str) -> bool:
    return all(re.search(r"(?:^|[\s>+~])img$", part.strip()) for part in selectors.split(","))


def _types(element: etree._Element) -> list[str]:
    return str(element.get(EPUB_TYPE, "")).split()


def _of_role(root: etree._Element, *roles: str) -> bool:
    return any(element.get("role") in roles for element in root.iter())


def _has_words(root: etree._Element) -> bool:
    """Whether every image of a file has an alternative text."""
    return all(image.get("alt") for image in root.iter(f"{XHTML}img"))


def _is_nested(root: etree._Element) -> bool:
    levels = [HEADINGS[element.tag] for element in root.iter(*HEADINGS)]
    return levels[:1] == [1] and all(level <= above + 1 for above, level in pairwise(levels))


def _notes_follow(root: etree._Element) -> bool:
    order = {element.get("id"): n for n, element in enumerate(root.iter()) if element.get("id")}
    calls = [a for a in root.iter(f"{XHTML}a") if a.get("role") == "doc-noteref"]
    return all(
        order.get(call.get("href", "").removeprefix("#"), -1) > order.get(call.get("id"), 0)
        for call in calls
    )


def _lists_everything(publication: Publication) -> bool:
    blocks = [b for c in publication.chapters for b in walk_blocks(c.blocks)]
    if any(isinstance(block, Figure | Table) for block in blocks):
        return False
    listed = sum(1 for _ in flat_entries(publication.contents))
    return listed == sum(isinstance(block, Heading) for block in blocks)


# ------------------------------------------------------------------------------------- in words


def features(facts: Facts) -> tuple[str, ...]:
    """The facts as ``accessibilityFeature`` of schema.org names them."""
    known = {
        "alternativeText": facts.images and facts.described,
        "ARIA": facts.roles,
        "displayTransformability": facts.adjustable,
        "pageBreakMarkers": facts.page_marks,
        "pageNavigation": facts.page_list,
        "readingOrder": facts.reading_order,
        "structuralNavigation": facts.structure,
        "tableOfContents": facts.contents,
    }
    return tuple(name for name, is_true in known.items() if is_true) or ("none",)


def summary(facts: Facts, publication: Publication) -> str:
    """The facts in sentences of the publication's language, then the publisher's own."""
    sentences = {
        "accessible-adjustable": facts.adjustable,
        "accessible-text": not facts.images,
        "accessible-described": facts.images and facts.described,
        "accessible-undescribed": not facts.described,
        "accessible-navigation": facts.contents and facts.structure,
        "accessible-notes": facts.notes and facts.reading_order,
        "accessible-pages": facts.page_list and facts.page_marks,
        "accessible-still": facts.still,
        "accessible-moving": not facts.still,
    }
    told = [publication.labels[name] for name, is_true in sentences.items() if is_true]
    return " ".join(filter(None, (*told, publication.metadata.accessibility.summary)))
