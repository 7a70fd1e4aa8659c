"""Models, their migrations and the admin."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db.models import Model
from django.test import Client, RequestFactory

from apps.system.access.models import Role, User
from apps.system.access.services import create_user

MODELS = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
ALL = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@ALL
def test_every_model_says_what_it_is(model: type[Model]) -> None:
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


@ALL
def test_every_model_can_be_searched_and_filtered_in_the_admin(model: type[Model]) -> None:
    shown = admin.site.get_model_admin(model)
    assert shown.search_fields
    assert shown.list_filter or len(model._meta.fields) <= 3


@ALL
def test_the_admin_only_looks(model: type[Model]) -> None:
    shown, request = admin.site.get_model_admin(model), RequestFactory().get("/admin/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    assert not shown.has_add_permission(request)
    assert not shown.has_delete_permission(request)
    assert model is User or not shown.has_change_permission(request)


@pytest.mark.django_db
def test_every_list_of_the_admin_opens_with_a_search() -> None:
    user = create_user(username="root", password="a long phrase", role=Role.ADMIN, staff=True, superuser=True)
    client = Client()
    client.force_login(user)
    for model in MODELS:
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(url).status_code == 200, url
        assert client.get(url, {"q": "x"}).status_code == 200, url


@pytest.mark.django_db
def test_a_person_in_the_admin_can_be_opened_and_keeps_name_and_actor() -> None:
    user = create_user(username="root", password="a long phrase", role=Role.ADMIN, staff=True, superuser=True)
    client = Client()
    client.force_login(user)
    assert client.get(f"/admin/system/user/{user.pk}/change/").status_code == 200
    body = {"role": "VIEWER", "is_active": "on", "username": "other", "is_superuser": ""}
    assert client.post(f"/admin/system/user/{user.pk}/change/", body).status_code == 302
    user.refresh_from_db()
    assert (user.username, user.role, user.is_superuser) == ("root", "VIEWER", True)
