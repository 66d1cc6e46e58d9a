"""How the libraries of the system are loaded."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def by_their_names() -> Iterator[None]:
    """Libraries are loaded by the names of their files and not looked for.

    WeasyPrint tries the names that a library has on all systems. For each that is none here, Python
    asks the compiler and the linker, which takes a third of a second in all and leaves temporary
    files where a run is killed meanwhile. Only Linux has the right names among those.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search
