"""What processes do without: pandas and what stands on it but for the analytics worker, and what takes long
to load and is seldom needed."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

HEAVY = {"pandas", "scipy", "sklearn", "skfolio", "empyrical", "cvxpy", "polars"}
SELDOM = {"eth_account", "py_ecc", "daphne", "twisted", "autobahn"}
CALLS = """
import django, gc, sys
django.setup()
assert gc.isenabled() and gc.get_freeze_count() > 100_000
{imports}
assert gc.isenabled()
print(*{{name.partition(".")[0] for name in sys.modules}})
"""
PROCESSES = {
    "web": "import config.wsgi, config.urls",
    "websocket": "import config.asgi",
    "worker": "from workers.celery import app\napp.loader.import_default_modules()",
    "market": "import workers.market",
    "beat": "import workers.schedules, workers.beat",
}


def _loads(imports: str) -> set[str]:
    program = CALLS.format(imports=imports)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_loads_what_is_the_analytics_worker_s(process: str) -> None:
    loaded = _loads(PROCESSES[process])
    assert "talib" in loaded  # or this would look at nothing
    assert not (HEAVY | SELDOM) & loaded


def test_the_analytics_worker_loads_it_before_it_forks() -> None:
    loaded = _loads("import gc, workers.analytics\nassert gc.get_freeze_count() > 100_000")
    assert HEAVY - {"polars"} <= loaded
