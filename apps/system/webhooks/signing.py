"""Signatures of the Standard Webhooks specification (version 1, symmetric)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> bytes:
    """The key of a new webhook."""
    return secrets.token_bytes(SECRET_BYTES)


def show_secret(secret: bytes) -> str:
    """A key as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secret).decode()


def sign(secret: bytes, *, message_id: str, timestamp: int, body: bytes) -> Mapping[str, str]:
    """The three headers: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(secret, signed, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
