"""An agent's whole state as JSON: gathered and put back here, and nowhere else.

What decides the next bar is put back: the parameters, what the strategy remembers by symbol, and up to which
bar it has come. What happened stays as it happened: money, positions and orders are the ledger's, decisions
and memories are a record. Of those the state says where it stood, so that two moments can be compared.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count
from pydantic import ValidationError

from apps.agents.checkpoints.errors import CannotRestore
from apps.agents.language import LANGUAGE, LanguageParameters
from apps.agents.models import Agent, AgentConfiguration, Decision, Memory, StrategyState, Todo
from apps.system.access.models import Actor
from apps.system.types import plain
from apps.trading.models import Balance
from apps.trading.strategies.registry import find_strategy
from apps.trading.strategies.types import Parameters

FORMAT = 1
"""Of the state below; what cannot be read any more is refused, never guessed."""

_ABOUT = frozenset({"id", "agent", "version", "created_by", "created_at"})
"""What is said about a version of a configuration; all else is its settings."""


def gather_state(agent: Agent) -> dict[str, Any]:
    """Everything an agent (locked) would go on from, and where its record stood."""
    configuration = AgentConfiguration.objects.get(agent=agent, version=agent.version)
    strategy = StrategyState.objects.get(agent=agent)
    return {
        "format": FORMAT,
        "type": agent.type,
        "status": agent.status,
        "venue": agent.venue_id,
        "symbols": sorted(agent.symbols),
        "interval": agent.interval,
        "configuration": {"version": configuration.version} | _settings(configuration),
        "strategy": {"state": strategy.state, "last_bar_at": _text(strategy.last_bar_at)},
        "last_bar_at": _text(agent.last_bar_at),
        "last_decision": _last_decision(agent),
        "memory": _memory(agent),
        "todos": _todos(agent),
        "balances": _balances(agent),
    }


def restore_state(agent: Agent, state: Mapping[str, Any], *, by: Actor) -> AgentConfiguration:
    """Bring a locked agent back to a gathered state; answers the configuration that is in force then.

    The strategy's state is locked as well. Settings that differ from those in force become a new version:
    versions are never taken back. Raises CannotRestore for a state of another type, market or format.
    """
    check_fits(agent, state)
    remembered = StrategyState.objects.select_for_update().get(agent=agent)
    remembered.state = state["strategy"]["state"]
    remembered.last_bar_at = _moment(state["strategy"]["last_bar_at"])
    remembered.save()
    agent.last_bar_at = _moment(state["last_bar_at"])
    current = AgentConfiguration.objects.get(agent=agent, version=agent.version)
    settings = {name: state["configuration"].get(name, now_so) for name, now_so in _settings(current).items()}
    if settings != _settings(current):
        agent.version += 1
        current = AgentConfiguration.objects.create(
            agent=agent, version=agent.version, created_by=by, **settings
        )
    agent.save(update_fields=["last_bar_at", "version"])
    return current


def check_fits(agent: Agent, state: Mapping[str, Any]) -> None:
    """Refuse a state that this agent could not go on from. Raises CannotRestore."""
    if state.get("format") != FORMAT:
        raise CannotRestore(f"It was kept in format {state.get('format')}, and this is format {FORMAT}.")
    mine = {
        "type": agent.type,
        "venue": agent.venue_id,
        "symbols": sorted(agent.symbols),
        "interval": agent.interval,
    }
    if differing := [name for name, value in mine.items() if state[name] != value]:
        raise CannotRestore(
            f"It was kept with another {', '.join(differing)}.", details={"differ": differing}
        )
    try:
        _parameters_of(agent.type).model_validate(state["configuration"]["parameters"])
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, wrong["loc"])) or "parameters"
        raise CannotRestore(
            f"Its strategy does not take those settings any more: {place}: {wrong['msg']}"
        ) from error


def canonical(state: Mapping[str, Any]) -> bytes:
    """A state as the bytes that its digest is of."""
    return json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(state: Mapping[str, Any]) -> str:
    """The SHA-256 of a state, in hexadecimal."""
    return hashlib.sha256(canonical(state)).hexdigest()


def _settings(configuration: AgentConfiguration) -> dict[str, Any]:
    """All that a version of a configuration says, whatever it comes to say later."""
    names = [field.name for field in configuration._meta.concrete_fields if field.name not in _ABOUT]
    return {name: getattr(configuration, name) for name in names}


def _parameters_of(kind: str) -> type[Parameters]:
    if kind == LANGUAGE:
        return LanguageParameters
    strategy = find_strategy(kind)
    if strategy is None:
        raise CannotRestore(f"No strategy is called {kind} any more.")
    settings: type[Parameters] = strategy.parameters
    return settings


def _last_decision(agent: Agent) -> dict[str, Any] | None:
    last = Decision.objects.filter(agent=agent).order_by("-id").first()
    if last is None:
        return None
    return {"id": str(last.id), "bar_at": _text(last.bar_at), "symbol": last.symbol, "action": last.action}


def _memory(agent: Agent) -> dict[str, Any]:
    rows = Memory.objects.filter(holder_id=agent.pk)
    last = rows.order_by("-id").values_list("id", flat=True).first()
    return {"last": None if last is None else str(last), "count": rows.count()}


def _todos(agent: Agent) -> dict[str, int]:
    rows = Todo.objects.filter(agent=agent).order_by("status").values_list("status")
    return dict(rows.annotate(count=Count("id")))


def _balances(agent: Agent) -> dict[str, str]:
    rows = Balance.objects.filter(account_id=agent.account_id).exclude(total=0).order_by("asset")
    return {asset: plain(total) for asset, total in rows.values_list("asset", "total")}


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
