"""What a step of initialization came to."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel


class StepStatus(StrEnum):
    """A step changed something, found all as it should be, or could not be done."""

    DONE = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class StepReport(BaseModel):
    """One step: what it found, what it changed, and how long it took."""

    name: str
    status: StepStatus
    detail: str
    changed: Sequence[str]
    seconds: float

    def line(self) -> str:
        """For a person at a console."""
        more = f" ({'; '.join(self.changed)})" if self.changed else ""
        return f"{self.name}: {self.status.value}. {self.detail}{more}"
