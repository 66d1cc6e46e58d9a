"""Rules of validators by what they mean to an editor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from satzspiegel.verify.validators.messages import Message


@dataclass(frozen=True)
class Theme:
    """What messages of several validators have in common.

    ``rules`` are the ids of rules with ``*`` and ``?``; ``words`` is what a message must contain
    besides, for rules that cover much.
    """

    code: str
    rules: str
    words: str = ""

    def covers(self, message: Message) -> bool:
        """Whether a message is about this."""
        named = any(fnmatchcase(message.rule, rule) for rule in self.rules.split())
        return named and bool(re.search(self.words, message.text, re.IGNORECASE))


#: The rules of page-validation, and those of veraPDF: profile, clause of the standard, test.
#: The first theme that covers a message names it.
PDF_THEMES = (
    Theme("validated-broken", "PARSE"),
    Theme(
        "validated-alternative-text",
        "PDFUA1-FIGURE-ALTERNATIVE-* PDFUA1-FORMULA-ALTERNATIVE-* ua1-7.3-* ua1-7.7-*",
    ),
    Theme("validated-headings", "PDFUA1-HEADING-* ua1-7.4*"),
    Theme(
        "validated-table",
        "PDFUA1-TABLE-* PDFUA1-TR-* PDFUA1-T[DH]-* PDFUA1-T[HBF][EO][AOD][DTY]* ua1-7.5-*",
    ),
    Theme("validated-table", "ua1-7.2-*", r"\b(Table|TR|T[HD]|THead|TBody|TFoot)\b"),
    Theme("validated-language", "PDFUA1-*LANGUAGE-* PDFA??-LANG-* [23]a-6.7.4-*"),
    Theme("validated-language", "ua1-7.2-*", r"\blanguage\b"),
    Theme("validated-title", "PDFUA1-METADATA-TITLE-* PDFUA1-VIEWER-* ua1-7.1-9 ua1-7.1-10"),
    Theme(
        "validated-pdf-metadata",
        "PDF*-METADATA-* PDFUA1-ID-* PDFA??-ID-* PDF*-INFO-* PDF*-XMP-* "
        "ua1-5-* ua1-7.1-8 [23]a-6.6*",
    ),
    Theme(
        "validated-font",
        "PDF*-FONT-* PDF*-CID* PDF*-CMAP-* PDF*-TRUETYPE-* PDF*-NOTDEF-* PDF*-UNICODE-* "
        "ua1-7.21* [23]a-6.2.11*",
    ),
    Theme("validated-attachment", "PDF*-EMBEDDED-FILE* PDF*-FILE-SPEC-* ua1-7.11* [23]a-6.8-*"),
    Theme(
        "validated-actions",
        "PDF*-ACTION-* PDF*-ADDITIONAL-ACTIONS-* PDF*-NAMED-ACTION-* PDF*-WIDGET-* PDF*-ACROFORM-* "
        "PDFUA1-FORM-* PDFUA1-MEDIA-* PDFUA1-DYNAMIC-* ua1-7.15* ua1-7.18.[46]* [23]a-6.[45]*",
    ),
    Theme("validated-annotation", "PDF*-ANNOTATION-* PDFUA1-LINK-* PDFUA1-PAGE-TABS-*"),
    Theme("validated-annotation", "ua1-7.18* [23]a-6.3*"),
    Theme(
        "validated-colour",
        "PDF*-DEVICE* PDF*-OUTPUTINTENT-* PDF*-ICCBASED-* PDF*-TRANSPARENCY-* PDF*-EXTGSTATE-* "
        "PDF*-SEPARATION-* PDF*-HALFTONE-* PDF*-RENDERING-INTENT-* [23]a-6.2.[3456]* [23]a-6.2.10*",
    ),
    Theme(
        "validated-tags",
        "PDF*-STRUCT-* PDF*-TAGGED-* PDFUA1-CONTENT-TAGGING-* PDFUA1-ARTIFACT-* PDFUA1-SUSPECTS-* "
        "PDFUA1-L-* PDFUA1-LI-* PDFUA1-LBODY-* PDFUA1-TOC* PDFUA1-NOTE-* "
        "ua1-6.2-* ua1-7.1-* ua1-7.2-* ua1-7.9-* ua1-7.20-2 [23]a-6.7*",
    ),
    Theme("validated-file", "PDFUA1-* PDFA??-* ua1-* [23]a-*"),
)
