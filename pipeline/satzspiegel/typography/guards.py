"""What is never touched: addresses and paths (X1), numbers that identify (D9), feet and inches."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Endings that make a word with a full stop inside an address or the name of a file.
DOMAINS = "de|at|ch|li|com|org|net|eu|info|io|edu|gov|uk|fr|es|it|nl|pl|ru|us|int|dev|app"
FILES = (
    "html?|pdf|epub|md|txt|docx?|odt|xlsx?|csv|json|ya?ml|toml|xml|tex|bib|py|js|css|zip|"
    "png|jpe?g|gif|svg|tiff?|webp|mp[34]|php"
)

#: Names of hosts and files begin at no later place than they can, and e-mail addresses too: what is
#: tried from every character of a long word takes minutes.
HOST_START = r"(?<![\w-])(?<![\w-]\.)"
FILE_START = r"(?<![\w~/-])(?<![\w~/-]\.)"
MAIL_START = r"(?<![\w.+-])(?<![\w.+-]['’])"

#: What a text must have for a guard to be tried, and the guard.
GUARDS = tuple(
    (re.compile(sign), re.compile(pattern))
    for sign, pattern in (
        # X1: addresses, identifiers with a scheme, handles.
        (
            r":\S",
            r"\b(?:https?|ftp|file|doi|urn|mailto|tel|ark|hdl|info):[^\s<>\"]*[^\s<>\".,;:!?)\]'’“«»]",
        ),
        ("www", r"\bwww\.[^\s<>\"]*[^\s<>\".,;:!?)\]'’“«»]"),
        (r"10\.", r"\b10\.\d{4,9}/[^\s<>\"]*[^\s<>\".,;:!?)\]'’“«»]"),
        ("@", rf"{MAIL_START}[\w.+-]+(?:['’][\w.+-]+)*@[\w-]+(?:\.[\w-]+)+"),
        ("[@#]", r"(?<![\w@])[@#]\w[\w.-]*\w"),
        (
            r"\.\w",
            rf"{HOST_START}[\w-]+(?:\.[\w-]+)*\.(?:{DOMAINS})"
            r"(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]'’“«»])?(?![\w-]|\.\w)",
        ),
        # X1: files and paths.
        (
            r"\.\w",
            rf"{FILE_START}(?:[\w.~-]{{,255}}/)*[\w-]{{1,255}}(?:\.[\w-]+)*\.(?:{FILES})\b(?!\.\w)",
        ),
        ("/", r"(?<!\w)(?:~|\.{1,2})?(?:/[\w.~+-]+){2,}/?"),
        ("/", r"(?<!\w)(?:~|\.{1,2})/[\w.~+/-]*"),
        (r":\\", r"\b[A-Za-z]:\\[^\s\"]*"),
        # D9: standard numbers, dates, telephone numbers, shelf marks of several groups.
        ("ISBN", r"\bISBN(?:-1[03])?:?\s*[\d][\d\s-]{8,15}[\dXx]\b"),
        ("97[89]", r"\b97[89][- ]\d[\d -]{8,12}\d\b"),
        ("IS[SM]N", r"\bIS[SM]N:?\s*[\dM]{4}-?\d{3}[\dXx]\b"),
        (r"\d-\d", r"\b\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?\b"),
        (r"\+\d", r"(?<![\w/])\+\d{1,3}(?:[ ()/-]{1,2}\d+)+"),
        (
            r"(?<!\d)0\d",
            r"(?<![\w.,/-])(?<!\d[ \u00a0\u202f])\(?0\d{1,5}\)?(?: ?[/-] ?| )"
            r"\d{2,}+(?:[ -]\d{2,}+)*(?![\w.,]\d)",
        ),
        (
            "Tel|Fax|Mob|Kon|IBAN|BLZ",
            r"\b(?:Tel|Fax|Telefon|Telefax|Mobil|Konto|Kontonummer|IBAN|BLZ)\b[.:]*\s*"
            r"[A-Z\d][\d /()-]*\d",
        ),
        (r"[A-Z]\d\d", r"\b[A-Z]{2}\d\d(?: ?\d{4}){3,}(?: ?\d{1,4})?\b"),
        (r"\d-\d", r"(?<![\w-])\d+(?:-\d+){2,}(?![\w-])"),
        # Feet, inches, minutes and seconds of arc.
        ("['’′]", r"(?<!\d)\d+ ?['’′] ?\d+(?:[.,]\d+)? ?(?:\"|''|″)"),
        ("°", r"(?<!\d)\d+ ?° ?\d+ ?['’′](?: ?\d+(?:[.,]\d+)? ?(?:\"|''|″))?"),
    )
)


def guarded(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of the text that no rule may touch."""
    for sign, pattern in GUARDS:
        if sign.search(text):
            yield from (match.span() for match in pattern.finditer(text))
