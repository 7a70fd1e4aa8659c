"""Recorded markets for journeys, and agents that live through them."""

from pathlib import Path

from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually


def run_through(stack: Stack, owner: Owner, dataset: str, file: Path, quotes: Path | None = None) -> str:
    """Import the minutes, let a momentum agent live through them to their end, and answer its id."""
    stack.manage("import_candles", str(file), "--dataset", dataset, "--symbol", "BTC/USD", "--interval", "1m")
    if quotes is not None:
        stack.manage("import_quotes", str(quotes), "--dataset", dataset, "--symbol", "BTC/USD")
    venue = f"replay:{dataset}"
    agent = owner.create_agent(venue=venue, symbols=["BTC/USD"], interval="1m", parameters={"lookback": 5})
    stack.manage("replay", dataset, "--lockstep")
    eventually(lambda: owner.venue(venue)["status"] == "finished", seconds=300)
    eventually(lambda: not owner.everything("/trading/orders", agentId=agent, status="live"), seconds=60)
    return agent
