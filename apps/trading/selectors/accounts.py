"""Accounts that somebody may see, and their balances."""

from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from apps.system.access.models import Actor
from apps.system.access.selectors import root_actor, visible
from apps.system.errors import NotFound
from apps.system.prepared import Compiled, Given
from apps.trading.models import Account, Balance, Venue

HOUSE = (Account.Kind.MARKET, Account.Kind.FEES, Account.Kind.EXTERNAL)
_OWN = Compiled(lambda: own_accounts().select_related("venue"))


def own_accounts() -> "QuerySet[Account]":
    """Of a compiled query: the open trading account of the given `actor`."""
    own = Account.objects.filter(actor_id=Given("actor"))
    return own.filter(kind=Account.Kind.TRADING, status=Account.Status.OPEN).order_by("pk")[:1]


def list_accounts(actor: Actor) -> "QuerySet[Account]":
    """The trading accounts that the asker sees, with actor and venue."""
    mine = visible(Account.objects.filter(kind=Account.Kind.TRADING), actor)
    return mine.select_related("actor", "venue")


def find_account(actor: Actor) -> Account | None:
    """The asker's own open trading account, if it has one."""
    return _OWN.first(actor=actor.id)


def get_account(actor: Actor, *, agent_id: UUID | None = None, account_id: UUID | None = None) -> Account:
    """The account named, else the agent's, else the asker's own. Raises NotFound."""
    accounts = list_accounts(actor)
    if account_id is not None:
        found = accounts.filter(id=account_id).first()
    else:
        found = accounts.filter(actor_id=agent_id or actor.id, status=Account.Status.OPEN).first()
    if found is None or (agent_id is not None and found.actor_id != agent_id):
        raise NotFound(_missing(agent_id, account_id), code="no_account")
    return found


def _missing(agent_id: UUID | None, account_id: UUID | None) -> str:
    if account_id is not None:
        return f"There is no account {account_id}."
    if agent_id is not None:
        return f"There is no agent {agent_id} with a trading account."
    return "You have no trading account of your own: name an agent_id or an account_id."


def get_house_account(kind: Account.Kind, venue: Venue | None) -> Account:
    """The MARKET, FEES or EXTERNAL account of a venue, or of none; made when first asked for."""
    account, _ = Account.objects.get_or_create(
        kind=kind,
        venue=venue,
        defaults={"actor": root_actor(), "name": f"{kind.label} of {venue or 'the platform'}"},
    )
    return account


def list_balances(account: Account) -> "QuerySet[Balance]":
    """An account's balances, by asset."""
    return Balance.objects.filter(account=account).order_by("asset")


def ledger_sums() -> dict[str, Decimal]:
    """The sum over all accounts per asset; anything but zero is a bug."""
    rows = Balance.objects.values("asset").annotate(sum=Sum("total")).values_list("asset", "sum")
    return dict(rows)
