"""Make the first person who may do everything, with a generated password that is shown once."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.system.access.models import Role, User
from apps.system.access.roles import SCOPES
from apps.system.access.services import create_user, issue_key
from apps.system.locks import one_at_a_time


class Command(BaseCommand):
    """Prints `username: …` and `password: …` when it makes one; nothing is changed where an admin exists."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="operator")
        parser.add_argument("--password", default="", help="Its password; generated if left out.")
        parser.add_argument("--api-key", action="store_true", help="Also issue an API key: `api_key: …`.")

    def handle(self, *args: Any, **options: Any) -> None:
        with one_at_a_time("create_operator"):
            operator = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("id").first()
            if operator is None:
                operator = self._create(options["username"], options["password"] or secrets.token_urlsafe(18))
            else:
                self.stdout.write(f"There is an administrator already: {operator.username}.")
        if options["api_key"]:
            self._issue_key(operator)

    def _create(self, username: str, password: str) -> User:
        user = create_user(username=username, password=password, role=Role.ADMIN, staff=True, superuser=True)
        self.stdout.write(f"username: {username}")
        self.stdout.write(f"password: {password}")
        return user

    def _issue_key(self, operator: User) -> None:
        scopes = SCOPES[Role(operator.role)]
        _, secret = issue_key(
            actor=operator.actor, name="create_operator", scopes=scopes, by=operator.actor, allowed=scopes
        )
        self.stdout.write(f"api_key: {secret}")
