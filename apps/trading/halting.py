"""How trading enforces a halt."""

from datetime import datetime

from apps.system.access.models import Actor
from apps.system.controls.halting import Remains, Step, enforcer
from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt
from apps.trading.selectors.matching import live_orders_under, open_positions_under
from apps.trading.services.halting import CANCEL_AT_ONCE, CLOSE_AT_ONCE, cancel_orders_under, flatten_under


def count_remains(target: Actor) -> Remains:
    """Open orders and positions of an actor and all below it; a halt's own closing orders are none."""
    return Remains(live_orders_under(target).count(), open_positions_under(target).count())


@enforcer("trading", count=count_remains)
def enforce_halt(halt: Halt, now: datetime) -> Step:
    """Cancel first, because an open sale reserves what is to be closed; then close."""
    flattens = halt.level == HaltLevel.FLATTEN
    if cancel_orders_under(halt.target, now=now, closing=flattens) == CANCEL_AT_ONCE:
        return Step(may_have_more=True)
    if not flattens:
        return Step()
    done = flatten_under(halt.target, halt_id=halt.id, now=now)
    return Step(may_have_more=done.placed == CLOSE_AT_ONCE, stuck=done.stuck)
