"""What the platform needs in every database."""

from collections.abc import Iterator

from apps.system.alerts.rules import DEFAULTS, seed_rules


def initialize() -> Iterator[str]:
    """The default alert rules, as they were edited."""
    seed_rules()
    yield f"alert rules: {len(DEFAULTS)} defaults are there"
