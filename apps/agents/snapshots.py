"""What a decision rested on, as one digest, so that making it again can be held against it. Pure."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from apps.system.types import plain
from apps.trading.strategies.series import Series
from apps.trading.strategies.types import Holding, Parameters


class Settled(Protocol):
    """An agent's settings, and how many bars they ask for."""

    @property
    def parameters(self) -> Parameters:
        """The settings."""
        ...

    @property
    def needed(self) -> int:
        """The bars."""
        ...


class Snapshots:
    """Digests of what was seen of markets; each part of them is computed once."""

    def __init__(self, series: Sequence[Series]) -> None:
        self._series = series
        self._bars: dict[tuple[int, int], str] = {}
        self._settings: dict[Parameters, str] = {}

    def of(self, markets: Collection[int], settled: Settled, holding: Holding) -> str:
        """Of the markets' last bars (below zero: there is none), the settings and what was held."""
        seen = [self._bars_of(market, settled.needed) for market in markets if market >= 0]
        return snapshot_of(seen, self._settings_of(settled.parameters), holding)

    def _bars_of(self, market: int, count: int) -> str:
        if (known := self._bars.get((market, count))) is None:
            series = self._series[market]
            part = series.part(max(0, len(series) - count), len(series))
            known = self._bars[market, count] = part.digest()
        return known

    def _settings_of(self, parameters: Parameters) -> str:
        if (known := self._settings.get(parameters)) is None:
            known = self._settings[parameters] = digest_of(parameters.model_dump(mode="json"))
        return known


def snapshot_of(bars: Sequence[str], settings: str, holding: Holding) -> str:
    """One digest of the digests of bars and settings, and of what was held."""
    held = [plain(holding.position), plain(holding.cash), str(holding.live_orders)]
    return hashlib.sha256(";".join([*bars, settings, *held]).encode()).hexdigest()


def digest_of(settings: Mapping[str, Any]) -> str:
    """Of settings as JSON."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()
