"""How agents did: their figures with definitions, and their ranking (ADR 28)."""
