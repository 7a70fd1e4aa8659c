"""Files that are made once and fetched later."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.controls.reading import read_setting
from apps.system.errors import NotFound
from apps.trading import settings
from apps.trading.errors import ExportTooLarge
from apps.trading.models import Export

MOST_ROWS = 10_000
MOST_KEPT = 50


def check_size(rows: int) -> None:
    """Raises ExportTooLarge (`export_too_large`) for more rows than a stored file may have."""
    if rows > MOST_ROWS:
        raise ExportTooLarge(
            f"A stored export has {MOST_ROWS} rows at most: ask for a shorter period.",
            details={"most": MOST_ROWS},
        )


@transaction.atomic
def store_export(
    *, actor: Actor, dataset: str, format: str, rows: int, pieces: Iterable[str], now: datetime
) -> Export:
    """Keep a file for a while (setting `exports.kept_hours`); of an actor's, the newest fifty."""
    content = "".join(pieces)
    made = Export.objects.create(
        actor=actor,
        dataset=dataset,
        format=format,
        content=content,
        rows=rows,
        size=len(content.encode()),
        created_at=now,
        expires_at=now + timedelta(hours=read_setting(settings.EXPORTS_KEPT)),
    )
    kept = Export.objects.filter(actor=actor).order_by("-id").values_list("id", flat=True)[:MOST_KEPT]
    Export.objects.filter(actor=actor).exclude(id__in=list(kept)).delete()
    return made


def get_export(actor: Actor, export_id: UUID, now: datetime) -> Export:
    """A stored file that the asker sees. Raises NotFound (`unknown_export`), also when its time is over."""
    found = visible(Export.objects.filter(expires_at__gt=now), actor).filter(id=export_id).first()
    if found is None:
        raise NotFound(f"There is no export {export_id}, or not any more.", code="unknown_export")
    return found


def forget_exports(now: datetime) -> int:
    """Remove files whose time is over; answers how many."""
    return Export.objects.filter(expires_at__lte=now).delete()[0]
