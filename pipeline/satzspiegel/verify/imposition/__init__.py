"""Where letters and pages stand: the same lines in the whole family, the pages of the booklet."""

from satzspiegel.verify.imposition.booklet import check_booklet
from satzspiegel.verify.imposition.same_lines import check_same_lines

__all__ = ["check_booklet", "check_same_lines"]
