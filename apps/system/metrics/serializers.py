"""Figures on the wire."""

from datetime import datetime
from typing import Any

from pydantic import create_model

from apps.system.measuring.figures import list_groups
from apps.system.types import WireModel


class Measured(WireModel):
    """Figures by group, each from the app that knows them; null for those that take the scope `operate`.

    `of` is `platform` for who may operate it, else `own`: what the asker sees.
    """

    of: str
    as_of: datetime


def _with_groups() -> type[Measured]:
    groups: dict[str, Any] = {
        each.name: (each.model | None if each.platform else each.model, ...) for each in list_groups()
    }
    return create_model("MetricsOut", __base__=Measured, __doc__=Measured.__doc__, **groups)


MetricsOut = _with_groups()
"""Made when the routes are, after every app has declared its groups."""
