"""What the gateway process keeps of the exchanges that it is connected to."""

from django.db import models
from django.db.models import Q

from apps.trading.models.amounts import check
from apps.trading.models.venue import Venue


class Feed(models.Model):
    """One symbol of an exchange's venue, as the gateway follows it.

    Bars that closed by `recorded_until` are stored, as far as the exchange tells of them. A `problem` is said
    while it lasts, in the exchange's words.
    """

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="feeds")
    symbol = models.CharField(max_length=21)
    recorded_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    problem_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "trading_feed"
        constraints = [
            models.UniqueConstraint(fields=["venue", "symbol"], name="one_feed"),
            check(
                "feed_problem_since",
                Q(problem="", problem_since__isnull=True) | (~Q(problem="") & Q(problem_since__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} of {self.venue_id}"
