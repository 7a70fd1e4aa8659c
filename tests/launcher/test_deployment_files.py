"""The files that other platforms read name the same processes as the launcher."""

import re
import tomllib
from pathlib import Path

import pytest

from deployment.local.programs import Ports, platform_programs, read_procfile
from workers.queues import HEAVY, ROUTES, SHORT

ROOT = Path(__file__).parents[2]


def queues_of(command: str) -> list[str]:
    return [queue for option in re.findall(r"-Q (\S+)", command) for queue in option.split(",")]


def test_the_launcher_runs_every_process_of_procfile() -> None:
    programs = platform_programs(ROOT, {"DATABASE_URL": ""}, Ports(1, 2, 3, 4))
    assert [program.name for program in programs] == [
        name for name in read_procfile(ROOT) if name != "release"
    ]


def test_every_queue_has_one_kind_of_worker() -> None:
    served = [queue for command in read_procfile(ROOT).values() for queue in queues_of(command)]
    assert sorted(served) == sorted([*SHORT, *HEAVY])
    assert {route["queue"] for route in ROUTES.values()} <= set(served)


def test_railway_starts_the_web_process_of_procfile() -> None:
    deploy = tomllib.loads((ROOT / "railway.toml").read_text())["deploy"]
    commands = read_procfile(ROOT)
    plain = re.sub(r"\$\{(?!PORT)\w+:-([^}]+)\}", r"\1", commands["web"]).replace("${PORT:-8000}", "$PORT")
    assert deploy["startCommand"] == plain
    assert deploy["preDeployCommand"] == [commands["release"]]


def test_the_example_names_every_variable_that_is_read() -> None:
    source = (ROOT / "config" / "env.py").read_text()
    read = set(re.findall(r'_env\.\w+\(\s*"(\w+)"', source)) - {"CIVAL_TEST_DB"}
    named = set(re.findall(r"^# (\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read <= named


@pytest.mark.parametrize("name", ["base", "embedded", "dev", "load", "node", "oracles", "engine"])
def test_lock_files_carry_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pins = re.findall(r"^[\w.\-\[\]]+==\S+", text, re.MULTILINE)
    assert pins
    assert len(re.findall(r"==[^\n]*\\\n    --hash=sha256:", text)) == len(pins)
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("name", ["base", "embedded", "dev", "load", "node", "oracles", "engine"])
def test_every_requirement_says_what_it_is_for(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-c"))]
    assert wanted
    assert [line for line in wanted if " # " not in line] == []
