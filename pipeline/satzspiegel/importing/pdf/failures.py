"""What MuPDF and PyMuPDF raise for a part of a PDF that they cannot read."""

from __future__ import annotations

import pymupdf

FAILURES: tuple[type[Exception], ...] = (
    RuntimeError,  # RecursionError too
    ValueError,
    pymupdf.mupdf.FzErrorBase,
)
