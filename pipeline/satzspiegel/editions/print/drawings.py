"""Drawings read anew."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from weasyprint.images import SVGImage
from weasyprint.urls import fetch


def fresh(image: SVGImage) -> SVGImage:
    """A drawing as its file has it, if it has one.

    WeasyPrint 70 writes what it works out into the drawing, and would paint it otherwise next time.
    """
    if image._url_fetcher is None or not image._base_url:
        return image
    with fetch(image._url_fetcher, image._base_url) as response:
        tree = fromstring(response.read())  # noqa: S314 - cleaned when the manuscript was read
    return SVGImage(tree, image._base_url, image._url_fetcher, image._context)
