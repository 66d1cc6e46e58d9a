"""What a validator said of an edition, or why it said nothing."""

from __future__ import annotations

from dataclasses import dataclass

from satzspiegel.model import Severity
from satzspiegel.verify.validators.messages import Message
from satzspiegel.verify.validators.programs import ValidatorMissingError
from satzspiegel.verify.validators.running import ValidatorFailedError


@dataclass(frozen=True)
class Validation:
    """A validator, its version, empty where there is none, the edition and the file it read."""

    validator: str
    version: str
    edition: str
    file: str
    messages: tuple[Message, ...] = ()
    problem: ValidatorMissingError | ValidatorFailedError | None = None

    @property
    def state(self) -> str:
        """One of ``missing``, ``failed``, ``found`` and ``fine``."""
        if self.problem:
            return "missing" if isinstance(self.problem, ValidatorMissingError) else "failed"
        return "found" if self.messages else "fine"

    def count(self, severity: Severity) -> int:
        """How many messages are of a severity."""
        return sum(message.severity is severity for message in self.messages)
