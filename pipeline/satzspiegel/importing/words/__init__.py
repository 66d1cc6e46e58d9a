"""Words of the source: broken at line ends, set in capitals, known or not."""

from satzspiegel.importing.words.capitals import Cased, proper_case
from satzspiegel.importing.words.line_ends import Joined, join
from satzspiegel.importing.words.vocabulary import Vocabulary

__all__ = ["Cased", "Joined", "Vocabulary", "join", "proper_case"]
