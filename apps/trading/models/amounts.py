"""Amount columns, and the checks that keep NaN out of them."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

BOUND = Decimal(10) ** 20


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """NUMERIC(38,18): an exact amount of money, of an asset, or a price."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 38)
        kwargs.setdefault("decimal_places", 18)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


def finite(*fields: str) -> Q:
    """A condition that NaN fails: PostgreSQL holds NaN to be above every number."""
    return Q(*[(f"{field}__lt", BOUND) for field in fields], *[(f"{field}__gt", -BOUND) for field in fields])


def check(name: str, condition: Q) -> models.CheckConstraint:
    """A named CHECK."""
    return models.CheckConstraint(condition=condition, name=name)
