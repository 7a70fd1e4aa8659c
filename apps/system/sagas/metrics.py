"""What is counted of sagas."""

from prometheus_client import Counter

from apps.system.measuring.counting import after_commit
from apps.system.sagas.models import Saga

ENDED = Counter("sagas_ended_total", "Sagas that ended, by what they came to.", ["saga", "status"])


def count_end(saga: Saga) -> None:
    """Count a saga's end as it stands when it has committed."""
    after_commit(lambda: ENDED.labels(saga.name, str(saga.status).lower()).inc())
