"""Break points of words: the patterns, as data."""

from pathlib import Path

#: Pattern files in Pyphen's format, by language. The reformed orthography (1996/2006) is the same
#: for hyphenation in Germany, Austria and Switzerland.
GERMAN = Path(__file__).parent / "patterns" / "hyph-de-1996.dic"
PATTERN_FILES = {"de": GERMAN, "de_DE": GERMAN, "de_AT": GERMAN, "de_CH": GERMAN}
