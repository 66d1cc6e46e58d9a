"""Running a validator: a time limit, and an answer in JSON or one clear reason why not."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

#: Seconds between asking a program to end and ending it. Browsers close their windows meanwhile.
GRACE = 5.0


class ValidatorFailedError(Exception):
    """A validator gave no answer; ``reason`` is its last words, empty where it hung.

    ``limit`` are the seconds it had.
    """

    def __init__(self, validator: str, reason: str, limit: float) -> None:
        super().__init__(validator, reason, limit)
        self.validator = validator
        self.reason = reason
        self.limit = limit

    def __str__(self) -> str:
        """``Ace: no answer after 600 s``."""
        return f"{self.validator}: {self.reason or f'no answer after {self.limit:g} s'}"


def answer(
    validator: str,
    command: Sequence[str | Path],
    limit: float,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """The JSON object that a command prints within ``limit`` seconds.

    Raises :class:`ValidatorFailedError`. What the command leaves in the temporary folder, such as
    a browser's profile, goes with it.
    """
    with tempfile.TemporaryDirectory(prefix="satzspiegel-", ignore_cleanup_errors=True) as name:
        # Files, not pipes: what a program left running would keep a pipe open.
        said, complained = Path(name, "stdout"), Path(name, "stderr")
        variables = {**os.environ, **(environment or {}), "TMPDIR": name}
        with said.open("wb") as out, complained.open("wb") as err:
            try:
                _run(command, limit, variables, out, err)
            except subprocess.TimeoutExpired as expired:
                raise ValidatorFailedError(validator, "", limit) from expired
            except OSError as error:
                raise ValidatorFailedError(validator, str(error), limit) from error
        return _object(validator, said.read_bytes(), complained.read_bytes(), limit)


def _run(
    command: Sequence[str | Path], limit: float, variables: dict[str, str], out: Any, err: Any
) -> None:
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        env=variables,
    )
    try:
        process.wait(limit)
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _object(validator: str, said: bytes, complained: bytes, limit: float) -> Any:
    try:
        answered = json.loads(said)
    except ValueError:
        answered = None
    if isinstance(answered, dict):
        return answered
    words = (complained or said).decode("utf-8", "replace").split("\n")
    last = [line.strip() for line in words if line.strip()]
    reason = last[-1] if last else "no answer"
    raise ValidatorFailedError(validator, reason, limit)
