"""Processes that fork count together exactly, and whoever is asked answers for all."""

import os
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.test import override_settings
from prometheus_client.parser import text_string_to_metric_families

from apps.system.metrics.serving import serve_metrics
from deployment.local.children import Child, Program
from deployment.local.ports import LOOPBACK, any_free_port

CHILDREN, CALLS = 4, 250

FORKING = f"""
import os, sys, django
django.setup()
from apps.mcp.metrics import EXECUTIONS, DURATION, REFUSALS
from apps.system.events.metrics import CONNECTIONS
EXECUTIONS.labels("get_portfolio", "succeeded").inc()  # the parent counts, too, before it forks
CONNECTIONS.inc()
pids = []
for child in range({CHILDREN}):
    pid = os.fork()
    if pid == 0:
        CONNECTIONS.inc()
        for call in range({CALLS}):
            EXECUTIONS.labels("get_portfolio", "succeeded").inc()
            EXECUTIONS.labels("get_portfolio", "failed" if child else "refused").inc()
            DURATION.labels("get_portfolio").observe(0.02)
        os.kill(os.getpid(), 9)  # what was counted outlives its process
    pids.append(pid)
for pid in pids:
    os.waitpid(pid, 0)
from apps.system.metrics.exposition import expose
sys.stdout.buffer.write(expose(platform=False))
"""


def _samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _run(source: str, folder: Path) -> str:
    env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", source], env=env, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_forked_processes_count_adds_up_exactly(tmp_path: Path) -> None:
    seen = _samples(_run(FORKING, tmp_path))

    def executions(outcome: str) -> float:
        return seen["mcp_tool_executions_total", (("outcome", outcome), ("tool", "get_portfolio"))]

    assert executions("succeeded") == 1 + CHILDREN * CALLS
    assert executions("refused") == CALLS
    assert executions("failed") == (CHILDREN - 1) * CALLS
    durations = seen["mcp_tool_execution_duration_seconds_count", (("tool", "get_portfolio"),)]
    within = seen["mcp_tool_execution_duration_seconds_bucket", (("le", "0.025"), ("tool", "get_portfolio"))]
    assert durations == within == CHILDREN * CALLS


def test_gauges_and_figures_of_dead_processes_are_let_go(tmp_path: Path) -> None:
    seen = _samples(_run(FORKING, tmp_path))
    assert seen["websocket_connections", ()] == 1
    pids = [dict(labels)["pid"] for name, labels in seen if name == "process_resident_memory_bytes"]
    assert len(pids) == 1


SERVING = """
import signal, sys, django
django.setup()
from apps.mcp.metrics import REFUSALS
from apps.system.metrics.serving import serve_metrics
server = serve_metrics()
print("served" if server else "silent", flush=True)
REFUSALS.labels("kill_switch").inc(3)
signal.pause()
"""


def _serving(port: int) -> Child:
    env = os.environ | {"METRICS_PORT": str(port), "PYTHONUNBUFFERED": "1", "PYTHONPATH": "."}
    env.pop("PROMETHEUS_MULTIPROC_DIR", None)
    argv = [sys.executable, "-c", SERVING]
    root = Path(__file__).parents[2]
    line = "served" if port else "silent"
    return Child(Program("serving", argv, env, ready_line=line, folder=root, stop_signal=signal.SIGKILL))


def _ask(port: int) -> str:
    connection = HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def test_a_process_without_http_answers_on_a_port_of_its_own() -> None:
    port = any_free_port()
    child = _serving(port)
    try:
        child.wait_ready()
        seen = _samples(_ask(port))
    finally:
        child.stop()
    assert seen["mcp_gate_refusals_total", (("code", "kill_switch"),)] == 3
    assert "service_health_score" not in {name for name, _ in seen}, "the platform is told by web alone"


def test_without_a_port_nothing_is_opened() -> None:
    child = _serving(0)
    try:
        child.wait_ready()
    finally:
        child.stop()


def test_a_port_that_is_taken_costs_the_figures_alone(caplog: pytest.LogCaptureFixture) -> None:

    port = any_free_port()
    child = _serving(port)
    try:
        child.wait_ready()
        with override_settings(METRICS_PORT=port):
            assert serve_metrics() is None
    finally:
        child.stop()
    assert f"No metrics on port {port}" in caplog.text
