"""The author's own picture for the front of the cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from satzspiegel.editions.pdf.painter import asset_url
from satzspiegel.editions.print.findings import image_findings
from satzspiegel.editions.print.painting import Printed
from satzspiegel.manuscript.images import SVG
from satzspiegel.model import Finding, Publication


@dataclass(frozen=True)
class Artwork:
    """The picture's file in the manuscript and its address; the words in it, if it is a drawing."""

    source: str = ""
    url: str = ""
    words: str = ""

    def findings(self, printed: Printed) -> Iterator[Finding]:
        """What is to be said of the picture in the printed file: whether it is too coarse."""
        own = [one for one in printed.images if printed.files.get(one.identifier) == self.source]
        yield from image_findings(self.source, own, [])


def artwork_of(publication: Publication) -> Artwork:
    """The picture that the metadata name as cover; none of them, an empty one."""
    source = publication.metadata.cover
    asset = next((one for one in publication.assets if source and one.source == source), None)
    if asset is None:
        return Artwork()
    words = asset.data.decode("utf-8") if asset.media_type == SVG else ""
    return Artwork(source, asset_url(asset), words)
