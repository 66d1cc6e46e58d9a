"""What makes a file PDF/X-4 (ISO 15930-7), beside its inks: the printing condition it is for."""

from __future__ import annotations

import zlib
from functools import lru_cache

import pydyf
import weasyprint
import weasyprint.pdf
from pydyf import PDF, Array, Dictionary, Stream, String

from satzspiegel.editions.pdf.painter import Finisher
from satzspiegel.editions.print.boxes import page_dictionaries
from satzspiegel.editions.print.profiles import Profile
from satzspiegel.editions.print.stream import CMYK, Press

STANDARD = "pdfx-4"
VERSION = "1.6"
#: How hard the profile, a megabyte, is compressed: harder takes longer and saves little.
LEVEL = 6
#: The registry of printing conditions.
REGISTRY = "http://www.color.org"


def for_condition(profile: Profile) -> Finisher:
    """Say which printing condition the inks are for, and that nothing is trapped (6.2, 6.7)."""

    def finish(_: weasyprint.Document, pdf: PDF) -> None:
        extra = {"N": 4, "Alternate": CMYK, "Filter": "/FlateDecode"}
        stream = Stream([_packed_profile(profile)], extra)
        pdf.add_object(stream)
        intent = Dictionary(
            {
                "Type": "/OutputIntent",
                "S": "/GTS_PDFX",
                "OutputCondition": String(profile.description),
                "OutputConditionIdentifier": String(profile.name),
                "RegistryName": String(REGISTRY),
                "Info": String(profile.description),
                "DestOutputProfile": stream.reference,
            }
        )
        pdf.catalog["OutputIntents"] = Array([intent])
        pdf.info["Trapped"] = "/False"

    return finish


def with_own_resources(press: Press) -> Finisher:
    """Give each page the resources that it uses, and blend what is transparent in inks.

    Where nothing is, a transparency group is a form like any other.
    """

    def finish(_: weasyprint.Document, pdf: PDF) -> None:
        entries = list(page_dictionaries(pdf))
        shared = _shared_resources(pdf)
        for entry, sheet in zip(entries, press.sheets, strict=True):
            for form in sheet.groups if not sheet.transparent else ():
                del form.extra["Group"]
            entry["Resources"] = weasyprint.pdf._reference_resources(
                pdf, sheet.resources, sheet.images, shared["Font"], {}
            )
            if sheet.transparent:
                group = {"Type": "/Group", "S": "/Transparency", "I": "true", "CS": CMYK}
                entry["Group"] = Dictionary(group)
        _empty(pdf, shared)

    return finish


@lru_cache(maxsize=4)
def _packed_profile(profile: Profile) -> bytes:
    return zlib.compress(profile.data, LEVEL)


def _shared_resources(pdf: PDF) -> Dictionary:
    """The resources that WeasyPrint gives all pages."""
    return next(i for i in pdf.objects if isinstance(i, dict) and "Font" in i and "Pattern" in i)


def _empty(pdf: PDF, shared: Dictionary) -> None:
    """Leave nothing of WeasyPrint's colour spaces, which are for the screen."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and "lab-d50" in item:
            item.clear()
    shared.clear()
