"""Profiles: which marks a language, and a country, sets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

NARROW, NO_BREAK = "\u202f", "\u00a0"


@dataclass(frozen=True)
class Marks:
    """The quotation marks of a language; ``inside`` stands between outer marks and the words."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str
    inside: str = ""

    def pair(self, inner: bool) -> tuple[str, str]:
        """Opening and closing marks with what belongs inside them."""
        if inner:
            return self.inner_opening, self.inner_closing
        return self.opening + self.inside, self.inside + self.closing


LOW_HIGH = Marks("„", "“", "‚", "‘")
INWARD = Marks("»", "«", "›", "‹")
OUTWARD = Marks("«", "»", "‹", "›")
RAISED = Marks("“", "”", "‘", "’")
FRENCH = Marks("«", "»", "“", "”", inside=NARROW)
LATE = Marks("«", "»", "“", "”")

#: Marks of other languages, by primary language subtag (BCP 47). Text in a language that is not
#: here keeps what was typed.
FOREIGN = {
    "ca": LATE, "cs": LOW_HIGH, "da": INWARD, "el": LATE, "en": RAISED, "es": LATE,
    "fi": Marks("”", "”", "’", "’"), "fr": FRENCH, "hu": Marks("„", "”", "»", "«"), "it": LATE,
    "nb": LATE, "nl": RAISED, "nn": LATE, "no": LATE, "pl": Marks("„", "”", "‚", "’"),
    "pt": LATE, "ro": Marks("„", "”", "«", "»"), "ru": Marks("«", "»", "„", "“"),
    "sk": LOW_HIGH, "sl": LOW_HIGH, "sv": Marks("”", "”", "’", "’"), "tr": RAISED,
    "uk": Marks("«", "»", "„", "“"),
}  # fmt: skip
#: Set with the marks of the text around them.
LIKE_THE_TEXT = ("la", "grc")


@dataclass(frozen=True)
class Profile:
    """How German text is set.

    ``grouping`` stands between thousands, ``unify`` rewrites quotation marks of another family,
    ``swiss_ss`` writes ss for ß, ``bind`` makes typed spaces inside French guillemets narrow ones
    that do not break, ``off`` are the ids of rules that do not apply.
    """

    name: str
    marks: Marks
    grouping: str = NARROW
    unify: bool = False
    swiss_ss: bool = False
    bind: bool = False
    off: frozenset[str] = field(default_factory=frozenset)

    @property
    def swiss(self) -> bool:
        """Whether marks and figures follow Swiss (and Liechtenstein) usage."""
        return self.name == "de-CH"

    def without(self, *rules: str) -> Profile:
        """The profile with rules switched off."""
        return replace(self, off=self.off | set(rules))


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("de-DE", LOW_HIGH),
        Profile("de-DE-guillemets", INWARD),
        Profile("de-AT", LOW_HIGH),
        Profile("de-CH", OUTWARD, grouping="’"),
    )
}
SWISS_REGIONS = ("ch", "li")


def profile_for(language: str) -> Profile:
    """The profile of a language tag: de-CH for Switzerland and Liechtenstein, de-AT, else de-DE."""
    region = language.lower().replace("_", "-").split("-")[1:]
    if any(part in SWISS_REGIONS for part in region):
        return PROFILES["de-CH"]
    return PROFILES["de-AT" if "at" in region else "de-DE"]


def primary(language: str) -> str:
    """The primary subtag of a language tag: ``fr`` of ``fr-CH``."""
    return language.lower().replace("_", "-").partition("-")[0]
