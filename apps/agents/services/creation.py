"""Setting up an agent, part by part, and taking each part back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from apps.agents.errors import BadSettings, CreationOff, UnknownType
from apps.agents.events import AgentCreated
from apps.agents.language import LANGUAGE, LanguageParameters
from apps.agents.lifecycle import Action
from apps.agents.models import Agent, AgentConfiguration, StrategyState
from apps.agents.services.transitions import change_status
from apps.agents.settings import CREATION
from apps.system.access.models import Actor
from apps.system.controls.reading import is_on
from apps.system.errors import FieldError
from apps.system.events.services import append_event
from apps.system.types import ExactDecimal
from apps.trading.market.simulated import speed_of
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Venue
from apps.trading.selectors.venues import get_instrument, get_venue
from apps.trading.services.accounts import open_account
from apps.trading.strategies.registry import find_strategy, load_strategies
from apps.trading.strategies.types import Parameters
from apps.trading.types import Interval


class NewAgent(BaseModel):
    """What an agent is to be like; `check_new_agent` comes before anything is made of it."""

    model_config = ConfigDict(frozen=True)

    name: str
    type: str
    initial_capital: ExactDecimal
    enable_defi: bool
    enable_mcp: bool
    venue: str
    symbols: list[str]
    interval: Interval
    parameters: dict[str, Any]


def check_creation_is_on(parent: Actor) -> None:
    """Refuse new agents below an actor for whom operators have turned that off. Raises CreationOff."""
    if not is_on(CREATION, parent):
        raise CreationOff(f"New agents are turned off for {parent.name} (setting {CREATION.key}).")


def check_new_agent(wanted: NewAgent) -> None:
    """Refuse what could never run: an unknown type, venue or symbol, too short bars, wrong parameters."""
    check_parameters(wanted.type, wanted.parameters)
    venue = get_venue(wanted.venue)
    check_pair(wanted.type, wanted.parameters, venue=venue, symbols=wanted.symbols)
    shortest = source_for(venue).base_interval
    if wanted.interval.seconds < shortest.seconds:
        raise BadSettings(
            f"The shortest bars of {venue.slug} are of {shortest.value}.", code="unknown_interval"
        )
    if len(set(wanted.symbols)) != len(wanted.symbols):
        raise BadSettings("Name each symbol once.", code="duplicate_symbol")
    if len({get_instrument(venue, symbol).quote for symbol in wanted.symbols}) != 1:
        raise BadSettings("The symbols of an agent are quoted in one currency.", code="mixed_currencies")


def open_capital(*, actor: Actor, wanted: NewAgent) -> Account:
    """Open the agent's account on its venue, with its capital in the currency its symbols are quoted in."""
    venue = get_venue(wanted.venue)
    currency = get_instrument(venue, wanted.symbols[0]).quote
    capital = wanted.initial_capital
    return open_account(actor=actor, venue=venue, capital=capital, currency=currency, label=wanted.type)


def check_parameters(kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A strategy's parameters with defaults filled in, as JSON data. Raises UnknownType and BadSettings."""
    try:
        checked = _settings_of(kind).model_validate(dict(parameters))
    except ValidationError as error:
        errors = [_field_error(each) for each in error.errors(include_url=False, include_input=False)]
        raise BadSettings(f"{errors[0]['pointer'][1:]}: {errors[0]['reason']}", errors=errors) from error
    plain: dict[str, Any] = checked.model_dump(mode="json")
    return plain


def check_pair(kind: str, parameters: Mapping[str, Any], *, venue: Venue, symbols: Sequence[str]) -> None:
    """Refuse an agent that compares two markets and has one, or one on a venue that keeps another time.

    Raises BadSettings, and NotFound for a venue or a symbol there that does not exist.
    """
    strategy = find_strategy(kind)
    if strategy is None or not strategy.is_of_pairs:
        return
    settings = strategy.parameters.model_validate(dict(parameters))
    other = strategy.elsewhere(settings) if strategy.elsewhere else ""
    if not other:
        if len(symbols) < 2:
            raise BadSettings("It compares two: name two symbols, or another venue.", code="no_pair")
        return
    if other == venue.slug:
        raise BadSettings("The other venue is another one than its own.", code="same_venue")
    there = get_venue(other)
    for each in (venue, there):
        if not _keeps_real_time(each):
            raise BadSettings(f"{each.slug} keeps a time of its own.", code="another_time")
    for symbol in symbols:
        get_instrument(there, symbol)


def _keeps_real_time(venue: Venue) -> bool:
    """Whether its bars close when they do anywhere else."""
    is_simulated = venue.kind == Venue.Kind.SIMULATOR
    return speed_of(venue) == 1 if is_simulated else venue.kind == Venue.Kind.EXCHANGE


def _settings_of(kind: str) -> type[Parameters]:
    """The settings that agents of a type have."""
    if kind == LANGUAGE:
        return LanguageParameters
    strategy = find_strategy(kind)
    if strategy is None:
        known = ", ".join([*load_strategies(), LANGUAGE])
        raise UnknownType(f"There is no agent type {kind[:32]}; there is {known}.", details={"types": known})
    settings: type[Parameters] = strategy.parameters
    return settings


def _field_error(error: Any) -> FieldError:
    reason = str(error["msg"]).removeprefix("Value error, ")
    return {"pointer": "/".join(["/parameters", *map(str, error["loc"])]), "reason": reason}


def open_strategy(*, actor: Actor, account: Account, wanted: NewAgent, by: Actor) -> Agent:
    """Make the agent with the first version of its configuration and an empty strategy state."""
    parameters = check_parameters(wanted.type, wanted.parameters)
    agent = Agent.objects.create(
        actor=actor,
        type=wanted.type,
        account=account,
        venue_id=wanted.venue,
        symbols=wanted.symbols,
        interval=wanted.interval.value,
        initial_capital=wanted.initial_capital,
        enable_defi=wanted.enable_defi,
        enable_mcp=wanted.enable_mcp,
    )
    AgentConfiguration.objects.create(
        agent=agent, version=agent.version, parameters=parameters, created_by=by
    )
    StrategyState.objects.create(agent=agent)
    return agent


def announce_and_start(agent: Agent) -> Agent:
    """Tell that the agent is there, and let it run."""
    parent = agent.actor.parent
    farm_id: UUID | None = parent.id if parent is not None and parent.kind == Actor.Kind.FARM else None
    news = AgentCreated(
        agent_id=agent.pk,
        farm_id=farm_id,
        name=agent.actor.name,
        agent_type=agent.type,
        venue=agent.venue_id,
        symbols=agent.symbols,
        interval=agent.interval,
        initial_capital=agent.initial_capital,
        enable_defi=agent.enable_defi,
        enable_mcp=agent.enable_mcp,
    )
    append_event(news, audience=agent.actor.owner_id)
    return change_status(agent, Action.START)


def discard_agent(agent_id: UUID) -> None:
    """Take back an agent that never ran, with everything that hangs on it."""
    Agent.objects.filter(pk=agent_id).delete()


def retire_actor(actor_id: UUID, *, now: datetime) -> None:
    """Take an actor out of use; it stays because the ledger and the audit trail name it."""
    Actor.objects.filter(id=actor_id, archived_at=None).update(archived_at=now)
