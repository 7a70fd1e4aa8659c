"""What whoever runs a new agent should see to, by the agent's type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A to-do of a template; `needs` counts back to those before it that must be closed first."""

    title: str
    priority: str = "normal"
    due: timedelta | None = None
    needs: Sequence[int] = ()
    parts: Sequence[str] = field(default_factory=tuple)


EVERYBODY = (
    Wanted("Check the first decision and its reasons", "high"),
    Wanted("Check the first fill against the market", needs=(1,)),
    Wanted("Review profit, drawdown and fees after one day", due=DAY, needs=(1,)),
)

BY_TYPE: Mapping[str, Sequence[Wanted]] = {
    "llm": (
        Wanted(
            "Set what it may use and do before it trades",
            "high",
            parts=("Set its tokens and dollars of a day", "Set its autonomy and permissions"),
        ),
        Wanted("Read the first run that ended in an order", needs=(1,)),
    ),
    "grid": (Wanted("Check that the grid spans the range it trades in", "high"),),
    "dca": (Wanted("Check that its cash lasts for the purchases planned"),),
    "market_making": (Wanted("Compare its spread with its fees after one day", due=DAY),),
    "arbitrage": (Wanted("Check that both sides of its first pair were filled", "high"),),
    "risk_manager": (Wanted("Set the limits that it is to guard", "high"),),
    "coordinator": (Wanted("Name the agents that it coordinates", "high"),),
}


def template_for(kind: str) -> Sequence[Wanted]:
    """The to-dos of a new agent of a type, in order."""
    return (*BY_TYPE.get(kind, ()), *EVERYBODY)
