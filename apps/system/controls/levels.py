"""How far the kill switch goes."""

from django.db.models import TextChoices


class HaltLevel(TextChoices):
    """What a halt does, from mild to strict; each does what those before it do."""

    STOP_NEW_RISK = "stop_new_risk", "Stop new risk: nothing that adds risk is accepted, matched or sent"
    CANCEL_ORDERS = "cancel_orders", "Cancel orders: also, all open orders are cancelled"
    FLATTEN = "flatten", "Flatten: also, all positions are closed by market orders"

    @property
    def strictness(self) -> int:
        """0 for the mildest."""
        return list(HaltLevel).index(self)

    def covers(self, other: str) -> bool:
        """Whether it does all that the other does."""
        return self.strictness >= HaltLevel(other).strictness
