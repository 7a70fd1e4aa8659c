"""Moments of agents to which they can be brought back (ADR 28)."""
