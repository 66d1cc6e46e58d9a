"""Measurements: ``python -m bench MANUSCRIPT`` and ``python -m bench.acceptance MANUSCRIPT``."""
