"""Secrets at rest: readable only to whoever has SECRET_KEY."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from apps.system.errors import Unavailable

_PURPOSE = b"cival.sealing.v1"


def seal(secret: bytes) -> str:
    """A secret as it may be kept: encrypted and authenticated under a key derived from SECRET_KEY."""
    return _fernet(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    """The secret. Raises Unavailable (`seal_broken`) where it was sealed under a key that is gone."""
    try:
        return _fernet(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(sealed.encode())
    except InvalidToken as error:
        reason = "This secret was sealed under another SECRET_KEY; name that one in SECRET_KEY_FALLBACKS."
        raise Unavailable(reason, code="seal_broken") from error


@cache
def _fernet(*keys: str) -> MultiFernet:
    """Seals with the first key, opens with any."""
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(derived)
