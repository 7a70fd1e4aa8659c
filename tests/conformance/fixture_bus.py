"""What the fixtures tell their streams of."""

from mcp.server.subscriptions import InMemorySubscriptionBus

bus = InMemorySubscriptionBus()
