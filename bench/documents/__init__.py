"""Random manuscripts made into pages, and what has to be true of each."""
