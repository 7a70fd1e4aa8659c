"""What the platform needs in every database."""

from collections.abc import Iterator

from apps.system.alerts.rules import seed_rules


def initialize() -> Iterator[str]:
    """The default alert rules, as they were edited."""
    yield f"alert rules: {seed_rules()} new"
