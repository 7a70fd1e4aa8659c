"""The commands that bring a fresh database to life."""

import threading
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from apps.system.access.authentication import caller_of_key
from apps.system.access.models import Actor, Role, User
from apps.system.access.types import Interface, Scope
from apps.system.locks import one_at_a_time


def _run(name: str, *arguments: str) -> list[str]:
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_the_first_operator_is_made_once_and_may_do_everything() -> None:
    username, password = (line.split(": ")[1] for line in _run("create_operator"))
    operator = User.objects.get(username=username)
    assert operator.check_password(password)
    assert (operator.role, operator.is_staff, operator.is_superuser) == (Role.ADMIN, True, True)
    assert _run("create_operator") == ["There is an administrator already: operator."]


@pytest.mark.django_db
def test_an_operator_gets_a_key_of_all_scopes_when_asked_for() -> None:
    _, _, line = _run("create_operator", "--api-key")
    assert caller_of_key(line.split(": ")[1], Interface.REST).scopes == set(Scope)


@pytest.mark.django_db(transaction=True)
def test_initialize_says_what_it_did_and_changes_nothing_the_second_time() -> None:
    first, second = _run("initialize"), _run("initialize")
    assert first[0] == second[0] == "migrations: unchanged. Every migration is applied."
    assert any("catalogue: done." in line for line in first)
    assert [line for line in second if ": unchanged." not in line] == []


@pytest.mark.django_db(transaction=True)
def test_two_who_initialize_at_once_make_one_platform() -> None:
    Actor.objects.all().delete()
    broken: list[Exception] = []

    def work() -> None:
        try:
            _run("initialize")
            _run("create_operator")
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert broken == []
    assert Actor.objects.filter(kind=Actor.Kind.SYSTEM).count() == 1
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_done_one_at_a_time_never_overlaps() -> None:
    inside, most = [], []

    def work() -> None:
        with one_at_a_time("test"):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            inside.pop()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most == [1] * 6
