"""When an agent decides: on all bars, or on those that close within given hours of days, in UTC. Pure."""

from datetime import UTC, datetime, time

from pydantic import BaseModel, ConfigDict, Field, field_validator

ALL_DAYS = [0, 1, 2, 3, 4, 5, 6]


class Hours(BaseModel):
    """From `begins` up to `ends`, on these days of the week (0: Monday); past midnight where it ends sooner.

    A night belongs to the day on which it begins.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: list[int] = Field(ALL_DAYS, min_length=1, max_length=7, description="0 is Monday, 6 Sunday.")
    begins: time = Field(description="In UTC, such as 08:00.")
    ends: time = Field(description="In UTC; the first moment that is out again.")

    @field_validator("days")
    @classmethod
    def _are_days(cls, days: list[int]) -> list[int]:
        if not set(days) <= set(ALL_DAYS):
            raise ValueError("a day is a number from 0 (Monday) to 6 (Sunday)")
        return sorted(set(days))

    def hold(self, at: datetime) -> bool:
        """Whether a moment is within them."""
        there = at.astimezone(UTC)
        clock, today = there.time(), there.weekday()
        if self.begins < self.ends:
            return today in self.days and self.begins <= clock < self.ends
        if clock >= self.begins:
            return today in self.days
        return clock < self.ends and (today - 1) % 7 in self.days


def are_open(hours: Hours | None, at: datetime) -> bool:
    """Whether somebody with these hours decides at a moment; who has none always does."""
    return hours is None or hours.hold(at)
