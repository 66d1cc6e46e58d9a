"""Drawings as PDF, for systems that cannot read SVG."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from satzspiegel.model import Publication


def write_drawings(publication: Publication, folder: Path) -> None:
    """Each image of a publication at its path under ``folder``, with ``.pdf`` behind its name."""
    for asset in publication.assets:
        if asset.media_type.startswith("image/"):
            path = folder / f"{asset.source}.pdf"
            path.parent.mkdir(parents=True, exist_ok=True)
            suffix = asset.source.rsplit(".", 1)[-1]
            with pymupdf.open(stream=asset.data, filetype=suffix) as drawing:
                path.write_bytes(drawing.convert_to_pdf())
