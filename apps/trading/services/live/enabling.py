"""Who may trade real money: credentials are sealed and never shown, and enabling takes a typed sentence."""

import hashlib
import json
from datetime import datetime

from django.conf import settings
from django.db import transaction

from apps.system.access.models import Actor
from apps.system.audit.services import record_audit
from apps.system.errors import Conflict, Invalid, NotFound
from apps.system.sealing import seal, unseal
from apps.trading.connectors.types import Credentials
from apps.trading.models import Account, LiveAccount, LiveOrder
from apps.trading.selectors.live import is_live
from apps.trading.services.live.queueing import request_cancels


def sentence_for(account: Account) -> str:
    """What has to be typed to enable an account."""
    return f"trade real money on {account.venue_id}"


@transaction.atomic
def give_credentials(by: Actor, account: Account, credentials: Credentials, *, now: datetime) -> LiveAccount:
    """Seal an account's credentials; new ones turn live trading off until it is enabled again.

    An audited service and no tool, for a call keeps its parameters. Raises Conflict (`venue_not_live`,
    `orders_under_way`).
    """
    if account.venue is None or not is_live(account.venue):
        raise Conflict("Only an account of a live venue has credentials.", code="venue_not_live")
    if LiveOrder.objects.filter(account_id=account.id).exclude(state=LiveOrder.State.DONE).exists():
        raise Conflict("Orders are under way with the present key.", code="orders_under_way")
    told = {"key": credentials.key, "secret": credentials.secret, "password": credentials.password}
    facts = {
        "sealed_credentials": seal(json.dumps(told).encode()),
        "fingerprint": hashlib.sha256(credentials.key.encode()).hexdigest()[:8],
        "changed_at": now,
        "enabled_at": None,
        "baseline": None,
        "problem": "",
    }
    made, _ = LiveAccount.objects.update_or_create(account=account, defaults=facts)
    _audit(by, account, "give_exchange_credentials", made.fingerprint)
    return made


def open_credentials(live: LiveAccount) -> Credentials:
    """The credentials, for the gateway alone. Raises Unavailable (`seal_broken`)."""
    return Credentials(**json.loads(unseal(live.sealed_credentials)))


@transaction.atomic
def enable_live_trading(by: Actor, account: Account, *, confirmation: str, now: datetime) -> LiveAccount:
    """Let an account trade real money from now on.

    Raises Conflict (`live_trading_off`), NotFound (`no_credentials`), Invalid (`not_confirmed`).
    """
    if not settings.LIVE_TRADING:
        raise Conflict("Live trading is off in this deployment: LIVE_TRADING.", code="live_trading_off")
    live = LiveAccount.objects.select_for_update().filter(account=account).first()
    if live is None:
        raise NotFound("Give the account's credentials first.", code="no_credentials")
    if confirmation != sentence_for(account):
        raise Invalid(f"Type exactly: {sentence_for(account)}", code="not_confirmed")
    live.enabled_at, live.enabled_by = live.enabled_at or now, by.id
    live.baseline, live.drift, live.drift_seen, live.problem = None, {}, 0, ""
    live.save()
    return live


@transaction.atomic
def disable_live_trading(account: Account, *, now: datetime) -> LiveAccount:
    """Stop an account's live trading: what waits is not sent, what is open at the exchange is cancelled."""
    live = LiveAccount.objects.select_for_update().filter(account=account).first()
    if live is None:
        raise NotFound("The account has no credentials.", code="no_credentials")
    live.enabled_at = None
    live.save(update_fields=["enabled_at"])
    request_cancels(live.orders.values_list("order_id", flat=True), now=now)
    return live


def _audit(by: Actor, account: Account, action: str, fingerprint: str) -> None:
    record_audit(
        actor_id=by.id,
        principal_id=by.id,
        interface="system",
        action=action,
        outcome="SUCCEEDED",
        subject=f"account:{account.id}",
        details={"fingerprint": fingerprint},
    )
