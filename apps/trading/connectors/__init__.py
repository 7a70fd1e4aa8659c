"""Exchanges through ccxt, for the gateway process alone: what others know of it are its plain types."""
