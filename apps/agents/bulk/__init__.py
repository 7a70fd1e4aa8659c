"""One thing done to many agents."""
