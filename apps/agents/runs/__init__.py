"""Runs: what agents answer, as AG-UI events in a log that outlives every connection (ADR 24)."""
