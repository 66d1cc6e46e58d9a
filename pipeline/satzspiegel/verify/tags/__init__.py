"""The tags of the PDF read back, and compared with the manuscript."""

from satzspiegel.verify.tags.checks import check_tags

__all__ = ["check_tags"]
