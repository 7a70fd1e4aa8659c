"""The audit trail as files: asked for as a command, written by a heavy worker, fetched until they expire."""
