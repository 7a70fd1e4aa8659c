"""Sessions of browsers that know whose they are, so that a person can see and end them.

`SESSION_ENGINE` names this module. What a session was started from is put into it at sign-in, and from there
into columns of its row.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from apps.system.access.addresses import client_address
from apps.system.access.models import BrowserSession
from apps.system.ids import new_id

ORIGIN = "origin"
LONGEST_BROWSER = 200


class SessionStore(DatabaseStore):
    """Keeps sessions in `system_session`."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        if SESSION_KEY in data and ORIGIN in data:
            origin = data[ORIGIN]
            row.id, row.user_id = UUID(origin["id"]), data[SESSION_KEY]
            row.address, row.browser = origin["address"], origin["browser"]
            row.signed_in_at = parse_datetime(origin["at"])
        return row


@receiver(user_logged_in)
def note_origin(*, request: HttpRequest, **_: Any) -> None:
    """Keep when and from where a session was started."""
    request.session[ORIGIN] = {
        "id": str(new_id()),
        "address": client_address(request)[:45],
        "browser": request.headers.get("User-Agent", "")[:LONGEST_BROWSER],
        "at": timezone.now().isoformat(),
    }
