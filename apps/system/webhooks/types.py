"""What came of sending."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Attempt:
    """What came of sending once. `is_counted` is False where nothing was sent."""

    at: datetime
    code: int | None
    milliseconds: float
    error: str
    is_counted: bool = True
    retry_after: float | None = None

    @property
    def is_success(self) -> bool:
        """Whether the receiver took it: any status from 200 to 299."""
        return self.code is not None and 200 <= self.code < 300
