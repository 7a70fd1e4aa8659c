"""Cursors of the log, as clients see them: text to be handed back as it was given."""

from apps.system.errors import CivalError, Invalid

MAX_SEQ = 2**63 - 1


class StreamReset(CivalError):
    """The events after a cursor are not all there any more: fetch the state again, then follow from here."""

    code, status, title = "stream_reset", 410, "Cursor out of reach"


def encode_cursor(seq: int) -> str:
    """The cursor that stands right behind an event."""
    return str(seq)


def decode_cursor(text: object) -> int:
    """The `seq` behind a cursor. Raises Invalid (`invalid_cursor`)."""
    if (
        isinstance(text, str)
        and text.isascii()
        and text.isdigit()
        and len(text) <= 19
        and int(text) <= MAX_SEQ
    ):
        return int(text)
    raise Invalid("Use a cursor as it was given in `metadata.seq` or `next`, as text.", code="invalid_cursor")
