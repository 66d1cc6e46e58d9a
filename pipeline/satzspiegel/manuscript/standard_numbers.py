"""Numbers that name books and people, and what is wrong with them; nothing is looked up."""

from __future__ import annotations

import re

ISBN_PREFIX = re.compile(r"(urn:)?isbn(-1[03])?[:\s]*", re.IGNORECASE)
ORCID_PREFIX = re.compile(r"(https?://)?orcid\.org/", re.IGNORECASE)
GND_PREFIX = re.compile(r"(https?://)?(d-nb\.info/gnd/|\(DE-588\))", re.IGNORECASE)
DOI_PREFIX = re.compile(r"(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
ORCID = re.compile(r"(\d{4}-){3}\d{3}[\dX]")
#: Persons, bodies and subjects of the Gemeinsame Normdatei, in the forms that it has given out.
GND = re.compile(r"1\d{7,8}[\dX]|[1-9]\d{0,7}-[\dX]")
#: Directory indicator, registrant, suffix (DOI Handbook, 2.2).
DOI = re.compile(r"10\.\d{4,9}(\.\d+)*/\S+")


def isbn_digits(number: str) -> str:
    """An ISBN as the thirteen digits of its EAN; the old form of ten is given the prefix 978."""
    digits = re.sub(r"[\s\u2010-\u2012-]", "", number).upper()
    if len(digits) != 10:
        return digits
    return (body := f"978{digits[:9]}") + _ean_check_digit(body)


def is_isbn(number: str) -> bool:
    """Whether form and check digit are right (ISO 2108; ten digits: its third edition)."""
    digits = re.sub(r"[\s\u2010-\u2012-]", "", number).upper()
    if re.fullmatch(r"97[89]\d{10}", digits):
        return _ean_check_digit(digits[:12]) == digits[12]
    if not re.fullmatch(r"\d{9}[\dX]", digits):
        return False
    weighted = zip(range(10, 0, -1), (_value(sign) for sign in digits), strict=True)
    return sum(weight * value for weight, value in weighted) % 11 == 0


def is_orcid(number: str) -> bool:
    """Whether form and check digit are right (ISO 7064, MOD 11-2)."""
    if not ORCID.fullmatch(number):
        return False
    remainder = 0
    for sign in number.replace("-", "")[:-1]:
        remainder = (remainder + int(sign)) * 2
    return (12 - remainder % 11) % 11 == _value(number[-1])


def is_gnd(number: str) -> bool:
    """Whether a number of the Gemeinsame Normdatei has one of its forms."""
    return GND.fullmatch(number) is not None


def is_doi(name: str) -> bool:
    """Whether a DOI has its form."""
    return DOI.fullmatch(name) is not None


def _ean_check_digit(digits: str) -> str:
    """The thirteenth digit (ISO/IEC 15420)."""
    total = sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(digits))
    return str(-total % 10)


def _value(sign: str) -> int:
    """X is ten."""
    return 10 if sign == "X" else int(sign)
