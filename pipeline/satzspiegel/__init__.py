"""Satzspiegel: editions of one German manuscript with footnotes.

The public interface is small: :func:`build` makes editions, :func:`verify` reads finished ones
back and compares them with the manuscript, :func:`check` looks at the manuscript alone.
"""

from satzspiegel.loading import by_their_names
from satzspiegel.logs import native_apart

# Fontconfig may complain of the system as soon as it is loaded.
with native_apart(), by_their_names():
    from satzspiegel.build import Result, build, check, verify
from satzspiegel.version import VERSION

__version__ = VERSION

__all__ = ["Result", "__version__", "build", "check", "verify"]
