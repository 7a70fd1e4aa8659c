"""What trading needs in every database."""

from collections.abc import Iterator

from apps.trading.services import ensure_catalogue


def initialize() -> Iterator[str]:
    """The simulated venue, its instruments and the accounts on the other side of its trades."""
    yield f"catalogue: {ensure_catalogue()}"
