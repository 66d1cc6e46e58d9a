"""Pages as they were printed: lines of type with or without geometry, and what can be told from
them whatever they come from.
"""
