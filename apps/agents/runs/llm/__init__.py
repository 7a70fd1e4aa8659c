"""Agents that a language model decides for. Only the agents' workers load what is below here."""
