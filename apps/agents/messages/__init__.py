"""Messages to agents: a bounded inbox each, from agents of the same owner and from people (ADR 28)."""
