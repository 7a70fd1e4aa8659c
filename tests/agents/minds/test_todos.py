"""To-do lists, as agents and people keep them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.models import Agent, Todo, TodoNeed
from apps.agents.todos import services
from apps.agents.todos.services import TodoWish
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor, Role
from apps.system.events.models import Event
from apps.system.ids import new_id
from tests.agents.fleet import make_agent
from tests.queries import count_queries
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(owner: Actor) -> Agent:
    return make_agent(owner)


@pytest.fixture
def rest(owner: Actor) -> APIClient:
    return client_of(owner.user)


def write(rest: APIClient, agent: Agent, **wish: Any) -> Any:
    body = {"title": "Look at the fees", **wish}
    answer = rest.post(f"/api/v1/agents/{agent.pk}/todo-list", body, format="json")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def listed(rest: APIClient, agent: Agent, query: str = "") -> dict[str, Any]:
    answer = rest.get(f"/api/v1/agents/{agent.pk}/todo-list?{query}")
    assert answer.status_code == 200, answer.json()
    return {each["title"]: each for each in answer.json()["results"]}


def test_a_new_agent_has_the_to_dos_of_its_type(owner: Actor, rest: APIClient, agent: Agent) -> None:
    shown = listed(rest, agent)
    first = shown["Check the first decision and its reasons"]
    then = shown["Check the first fill against the market"]
    assert (first["priority"], first["blockedBy"], first["createdBy"]) == ("high", [], None)
    assert then["blockedBy"] == then["needs"] == [first["id"]]
    llm = make_agent(owner, type="llm")
    parts = [each for each in listed(rest, llm).values() if each["parentId"]]
    assert [(each["title"], each["level"]) for each in parts] == [
        ("Set its tokens and dollars of a day", 2),
        ("Set its autonomy and permissions", 2),
    ]


def test_a_to_do_is_written_told_and_closed_with_what_came_of_it(rest: APIClient, agent: Agent) -> None:
    made = write(rest, agent, priority="critical", description="All of last week.")
    at = f"/api/v1/agents/{agent.pk}/todo-list/{made['id']}/complete"
    done = rest.post(at, {"result": "They are as stated."}, format="json").json()
    assert (made["status"], done["status"], done["progress"]) == ("pending", "done", 100)
    shown = listed(rest, agent, "show=closed")["Look at the fees"]
    assert (shown["result"], shown["closedAt"] is not None) == ("They are as stated.", True)
    again = rest.post(at)
    assert (again.status_code, again.json()["code"]) == (409, "todo_closed")
    news = Event.objects.filter(type__startswith="todo.").order_by("id")
    assert [(each.type, each.payload["todoId"]) for each in news] == [
        ("todo.create", made["id"]),
        ("todo.update", made["id"]),
    ]


def test_what_needs_something_open_is_blocked(rest: APIClient, agent: Agent) -> None:
    first = write(rest, agent, title="First")
    then = write(rest, agent, title="Then", needs=[first["id"]])
    assert then["blockedBy"] == [first["id"]]
    refused = rest.post(f"/api/v1/agents/{agent.pk}/todo-list/{then['id']}/complete")
    assert (refused.status_code, refused.json()["code"]) == (422, "todo_blocked")
    assert refused.json()["details"] == {"blocked_by": [first["id"]]}
    begun = rest.patch(
        f"/api/v1/agents/{agent.pk}/todo-list/{then['id']}", {"status": "in_progress"}, format="json"
    )
    assert begun.json()["code"] == "todo_blocked"
    rest.post(f"/api/v1/agents/{agent.pk}/todo-list/{first['id']}/complete")
    assert listed(rest, agent)["Then"]["blockedBy"] == []
    assert rest.post(f"/api/v1/agents/{agent.pk}/todo-list/{then['id']}/complete").status_code == 200


def test_a_whole_is_done_after_its_parts(rest: APIClient, agent: Agent) -> None:
    whole = write(rest, agent, title="Whole")
    parts = [write(rest, agent, title=f"Part {each}", parentId=whole["id"]) for each in (1, 2)]
    at = f"/api/v1/agents/{agent.pk}/todo-list"
    assert rest.post(f"{at}/{whole['id']}/complete").json()["code"] == "todo_has_open_parts"
    rest.post(f"{at}/{parts[0]['id']}/complete")
    assert listed(rest, agent)["Whole"]["progress"] == 50
    rest.patch(f"{at}/{parts[1]['id']}", {"status": "cancelled"}, format="json")
    assert listed(rest, agent)["Whole"]["progress"] == 100
    assert rest.post(f"{at}/{whole['id']}/complete").json()["status"] == "done"


def test_a_list_cannot_bite_its_tail(rest: APIClient, agent: Agent) -> None:
    whole = write(rest, agent, title="Whole")
    part = write(rest, agent, title="Part", parentId=whole["id"])
    at = f"/api/v1/agents/{agent.pk}/todo-list"
    wishes = [
        (part, {"needs": [whole["id"]]}),
        (whole, {"needs": [whole["id"]]}),
        (whole, {"parentId": part["id"]}),
        (whole, {"parentId": whole["id"]}),
    ]
    answers = [rest.patch(f"{at}/{todo['id']}", wish, format="json") for todo, wish in wishes]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [(422, "todo_shape")] * 4
    assert not TodoNeed.objects.filter(todo_id=part["id"]).exists()
    deep = part
    for _ in range(3):
        deep = write(rest, agent, parentId=deep["id"])
    sixth = rest.post(at, {"title": "Too deep", "parentId": deep["id"]}, format="json")
    assert (sixth.status_code, sixth.json()["code"]) == (422, "todo_shape")


def test_a_to_do_is_changed_moved_and_taken_up_again(rest: APIClient, agent: Agent) -> None:
    whole, loose = write(rest, agent, title="Whole"), write(rest, agent, title="Loose")
    at = f"/api/v1/agents/{agent.pk}/todo-list/{loose['id']}"
    due = (timezone.now() - timedelta(hours=1)).isoformat()
    changed = rest.patch(
        at, {"title": "Held", "parentId": whole["id"], "dueAt": due, "priority": "low"}, format="json"
    )
    assert changed.status_code == 200, changed.json()
    shown = listed(rest, agent, "show=overdue")
    assert list(shown) == ["Held"]
    assert (shown["Held"]["parentId"], shown["Held"]["priority"]) == (whole["id"], "low")
    rest.patch(at, {"clear": ["parent_id", "due_at"], "status": "done"}, format="json")
    back = rest.patch(at, {"status": "pending"}, format="json").json()
    assert (back["status"], back["parentId"], back["dueAt"]) == ("pending", None, None)
    assert set(ToolCall.objects.values_list("tool", flat=True)) == {"create_todo", "update_todo"}


def test_an_agent_closes_what_was_assigned_to_it(owner: Actor, rest: APIClient, agent: Agent) -> None:
    other, stranger = make_agent(owner, name="Other"), make_agent(make_person(Role.OPERATOR).actor)
    made = write(rest, agent, assigneeId=str(other.pk))
    assert made["assigneeId"] == str(other.pk)
    done = rest.post(
        f"/api/v1/agents/{other.pk}/execute-tool",
        {"toolId": "complete_todo", "parameters": {"todo_id": made["id"]}},
        format="json",
    ).json()
    assert (done["success"], done["result"]["status"]) == (True, "done")
    refused = rest.post(
        f"/api/v1/agents/{agent.pk}/todo-list",
        {"title": "For a stranger", "assigneeId": str(stranger.pk)},
        format="json",
    )
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_agent")


def test_who_is_no_agent_has_no_list(rest: APIClient) -> None:
    answer = rest.post(
        "/api/v1/mcp/execute", {"toolId": "create_todo", "parameters": {"title": "Mine"}}, format="json"
    )
    assert answer.json()["code"] == "not_an_agent"


def test_a_stranger_sees_and_changes_nothing(rest: APIClient, agent: Agent) -> None:
    made, stranger = write(rest, agent), client_of(make_person(Role.OPERATOR))
    at = f"/api/v1/agents/{agent.pk}/todo-list"
    assert stranger.get(at).status_code == 404
    assert stranger.post(at, {"title": "x"}, format="json").status_code == 404
    assert stranger.patch(f"{at}/{made['id']}", {"title": "x"}, format="json").status_code == 404
    assert rest.patch(f"{at}/{new_id()}", {"title": "x"}, format="json").json()["code"] == "unknown_todo"


def test_a_full_list_lets_the_oldest_closed_ones_go(
    owner: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_TODOS", 5)
    now = timezone.now()
    made = [services.create_todo(agent, TodoWish(f"No. {n}"), by=owner, now=now) for n in range(2)]
    services.complete_todo(made[0], result="", now=now)
    services.create_todo(agent, TodoWish("No. 3"), by=owner, now=now)
    assert not Todo.objects.filter(id=made[0].id).exists()
    with pytest.raises(services.TooManyTodos):
        services.create_todo(agent, TodoWish("No. 4"), by=owner, now=now)


def test_a_list_of_any_length_takes_the_same_queries(owner: Actor, rest: APIClient, agent: Agent) -> None:
    def queries() -> int:
        return count_queries(lambda: listed(rest, agent, "limit=200"))

    queries()  # the first use of a key is recorded
    few = queries()
    for n in range(20):
        services.create_todo(agent, TodoWish(f"No. {n}"), by=owner, now=timezone.now())
    assert queries() == few
