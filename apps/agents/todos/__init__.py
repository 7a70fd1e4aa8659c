"""To-do lists: a bounded tree with needs between its parts, for agents and for people (ADR 28)."""
