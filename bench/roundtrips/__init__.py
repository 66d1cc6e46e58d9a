"""A manuscript goes out as a PDF, a Word file or a text layer, and comes in again: what is left?

``flow`` lays a publication out as letters with marks, ``align`` finds the letters of one flow in
another, ``compare`` counts what came back. ``makers`` are the programs that make the sources,
``designs`` what books look like, ``formats`` what a format cannot hold.
"""
