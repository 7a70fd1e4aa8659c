"""How far the agents of a venue have decided, in parts that workers take one by one."""

from datetime import datetime

from django.db import models

from apps.trading.models import Venue


class FleetShard(models.Model):
    """A part of the agents that decide on a venue's bars of one length: `number` of `parts`.

    Whoever decides for it holds its row locked until what came of the bar has committed with `decided_until`:
    that is its lease, which ends with the worker, whatever becomes of it. `epoch` counts its holders.
    """

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="shards")
    interval = models.CharField(max_length=4)
    parts = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    decided_until = models.DateTimeField(null=True, help_text="The close of the last bar, in market time.")
    run = models.DateTimeField(null=True, help_text="The run of the venue that this is of: when it began.")
    decided_at = models.DateTimeField(null=True, help_text="When that was, in real time.")
    agents = models.PositiveIntegerField(default=0, help_text="How many decided on that bar.")
    skipped = models.PositiveBigIntegerField(default=0, help_text="Bars that were too old to be decided on.")
    holder = models.CharField(max_length=120, blank=True, help_text="The process that decided last.")
    epoch = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "agents_fleet_shard"
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "interval", "parts", "number"], name="one_shard_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.parts} on {self.venue_id}, {self.interval}"

    def is_past(self, closed_at: datetime, venue: Venue) -> bool:
        """Whether it has decided on a bar. In a new run of a recording it begins anew."""
        return (
            self.run == venue.began_at and self.decided_until is not None and self.decided_until >= closed_at
        )
