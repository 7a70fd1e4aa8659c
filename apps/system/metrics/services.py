"""Putting together what the apps measure."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from apps.system.access.selectors import root_actor
from apps.system.access.types import Caller, Scope
from apps.system.events.services import publish_ephemeral
from apps.system.measuring.figures import Group, View, list_groups, list_headlines
from apps.system.measuring.tallies import tallies
from apps.system.metrics.events import SystemMeasured

BOUND_MILLISECONDS = 2000


def measure_all(caller: Caller, now: datetime) -> dict[str, Any]:
    """Every group of figures that the caller may see; None for those that take the scope `operate`.

    With that scope they are of the whole platform, else of what the caller sees. Raises RedisError or
    OperationalError where a store does not answer within two seconds.
    """
    may_operate = Scope.OPERATE in caller.scopes
    view = View(None if may_operate else caller.actor.seats, now)
    tallies.flush()
    with transaction.atomic():
        _bound()
        return {each.name: _measure(each, view) for each in list_groups()}


def publish_headlines(now: datetime) -> None:
    """Tell whoever may see everything the few figures that are cheap to read every few seconds."""
    with transaction.atomic():
        _bound()
        found = {name: dict(measure(now)) for name, measure in list_headlines()}
    publish_ephemeral(SystemMeasured(as_of=now, figures=found), audience=root_actor().id)


def _measure(group: Group, view: View) -> Any:
    return None if group.platform and view.seats is not None else group.measure(view)


def _bound() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(BOUND_MILLISECONDS)])
