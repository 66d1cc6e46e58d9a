"""The same texts through Satzspiegel and its peers, measured on the finished pages.

``python -m bench.typesetting MANUSCRIPT… [--measures 100,114] [--fonts vollkorn,eb-garamond]``

:mod:`.document` gives every system the text as Satzspiegel sets it, :mod:`.fonts` the same font
files, :mod:`.systems` are the four programs, :mod:`.typometer` reads lines off any PDF,
:mod:`.figures` makes figures of them and :mod:`.table` the table.
"""
