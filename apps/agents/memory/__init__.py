"""What agents know: stored with its provenance, found by words, fading unless it matters (ADR 28)."""
