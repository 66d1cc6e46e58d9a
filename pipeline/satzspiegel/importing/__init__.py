"""Finished texts become manuscripts: Word files, PDFs, and the bare text layers of old ones.

A reader for each kind of source gives a :class:`~satzspiegel.importing.draft.Draft`: Pandoc's
blocks with the notes in their places, and an account of what was doubtful, taken away or added.
The drafts of all sources are then written as one manuscript, with a report.
"""
