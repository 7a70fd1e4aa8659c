"""The platform in the admin."""

from apps.system.admin import log, operations, outside, people

__all__ = ["log", "operations", "outside", "people"]
