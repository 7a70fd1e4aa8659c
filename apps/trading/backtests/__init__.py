"""Backtests: strategies over recorded bars, by the cores of paper trading. Pure: no database, no clock."""
