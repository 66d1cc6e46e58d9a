"""Images without alternative text, which an accessible PDF must not have (ISO 14289-1, 7.3)."""

from __future__ import annotations

from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.walks import all_images


def undescribed_images(publication: Publication) -> tuple[Finding, ...]:
    """An error for each, with its place in the manuscript."""
    chapters = (chapter.blocks for chapter in publication.chapters)
    notes = (note.blocks for note in publication.notes)
    return tuple(
        Finding("image-undescribed", Severity.ERROR, image.place, {"source": image.source})
        for image in all_images([*chapters, *notes])
        if not image.described
    )
