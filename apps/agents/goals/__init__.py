"""Goals of agents and farms, judged by real figures (ADR 28)."""
