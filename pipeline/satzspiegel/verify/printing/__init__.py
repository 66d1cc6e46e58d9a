"""Files for the print shop read back: their facts, and whether they are what was asked for."""

from satzspiegel.verify.printing.checks import check_cover, check_print
from satzspiegel.verify.printing.reading import read_print, reason_of

__all__ = ["check_cover", "check_print", "read_print", "reason_of"]
