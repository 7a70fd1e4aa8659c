"""Agents as they were, and decisions made again: reads of the past that change nothing."""
