"""The ground that farms stand on: the agents' own."""

from tests.agents.conftest import client, owner, worker

__all__ = ["client", "owner", "worker"]
