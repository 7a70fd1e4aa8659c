"""What the platform looks at to know its own health, a module per kind of thing."""

from apps.system.probes import disk, log, machinery, queues, stores

__all__ = ["disk", "log", "machinery", "queues", "stores"]
