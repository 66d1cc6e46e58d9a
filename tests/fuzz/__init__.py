"""Hostile manuscripts out of seeds, and what has to hold whatever is in them.

``python -m bench.fuzz`` puts thousands through the program, ``tests/test_fuzz.py`` a few.
"""
