"""Prometheus finds every process where the launcher puts it, and groups count in folders of their own."""

from pathlib import Path

import yaml

from deployment.local.programs import (
    METRICS_PORTS,
    SHARED_FOLDER,
    SHARING,
    Ports,
    choose_ports,
    make_shared_folders,
    platform_programs,
    read_procfile,
)

ROOT = Path(__file__).parents[2]
WITHOUT_METRICS = {"release", "flower", "frontend"}


def _environments(ports: Ports, **env: str) -> dict[str, dict[str, str]]:
    programs = platform_programs(ROOT, {"DATABASE_URL": "", **env}, ports)
    return {program.name: dict(program.env) for program in programs}


def test_prometheus_asks_every_process_at_its_customary_port() -> None:
    config = yaml.safe_load((ROOT / "deployment" / "prometheus" / "prometheus.yml").read_text())
    asked = {job["job_name"]: job["static_configs"][0]["targets"] for job in config["scrape_configs"]}
    ports = {"web": 8000, "websocket": 8001, **METRICS_PORTS}
    assert asked == {name: [f"127.0.0.1:{port}"] for name, port in ports.items()}
    assert set(asked) == set(read_procfile(ROOT)) - WITHOUT_METRICS


def test_each_process_without_http_gets_a_port_of_its_own() -> None:
    chosen = choose_ports()
    assert list(chosen.metrics) == list(METRICS_PORTS)
    assert len({chosen.web, chosen.websocket, chosen.flower, *chosen.metrics.values()}) == 3 + len(
        METRICS_PORTS
    )
    environments = _environments(chosen)
    assert {name: env["METRICS_PORT"] for name, env in environments.items() if "METRICS_PORT" in env} == {
        name: str(port) for name, port in chosen.metrics.items()
    }


def test_only_groups_share_a_folder_and_each_has_its_own(tmp_path: Path) -> None:
    environments = _environments(Ports(1, 2, 3, 4), **{SHARED_FOLDER: str(tmp_path)})
    shared = {name: env[SHARED_FOLDER] for name, env in environments.items() if SHARED_FOLDER in env}
    assert shared == {name: str(tmp_path / name) for name in SHARING}


def test_a_new_start_begins_at_nothing(tmp_path: Path) -> None:
    make_shared_folders(tmp_path / "metrics")
    (tmp_path / "metrics" / "web" / "counter_1.db").touch()
    make_shared_folders(tmp_path / "metrics")
    assert sorted(each.name for each in (tmp_path / "metrics").rglob("*")) == sorted(SHARING)
