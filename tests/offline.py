"""Runs ``satzspiegel`` where any attempt to reach a network ends the process that makes it.

``python tests/offline.py build …``. The kernel does it (Linux, seccomp), and it holds for all
children too, whatever they are written in; so it is seen also where a failed attempt would be
passed over in silence.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

#: Of ``linux/audit.h`` and the tables of system calls: architecture, number of ``socket``.
MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
KILL_PROCESS, ALLOW = 0x80000000, 0x7FFF0000
AF_UNIX = 1
#: Places in ``struct seccomp_data``.
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def is_possible() -> bool:
    """Whether this kernel can forbid it."""
    return sys.platform == "linux" and platform.machine() in MACHINES


def forbid_networks() -> None:
    """From now on this process and its children have sockets of the file system alone."""
    architecture, socket = MACHINES[platform.machine()]
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (IF_EQUAL, 0, 4, architecture),
        (LOAD, 0, 0, NUMBER),
        (IF_EQUAL, 0, 3, socket),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (IF_EQUAL, 1, 0, AF_UNIX),
        (RETURN, 0, 0, KILL_PROCESS),
        (RETURN, 0, 0, ALLOW),
    ]
    program = _Program(len(steps), b"".join(struct.pack("=HBBI", *step) for step in steps))
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in (
        (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0),
    ):
        if libc.prctl(*arguments):
            raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    forbid_networks()
    from satzspiegel.cli import main

    main()
