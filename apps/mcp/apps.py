"""The gateway app: finds the tools that every app declares."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class McpConfig(AppConfig):
    """Tools: their registry, the gates before them, their calls and what came of them."""

    name = "apps.mcp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("queryable")
        autodiscover_modules("tools", "cancelling")
        from apps.mcp.querying.installing import after_migrations, before_migrations
        from apps.mcp.speech import declare_commands

        declare_commands()
        pre_migrate.connect(before_migrations, sender=self)
        post_migrate.connect(after_migrations, sender=self)
