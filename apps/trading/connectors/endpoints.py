"""The addresses of an exchange as services of the mesh: each origin is one, registered when first called."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.utils import timezone

from apps.system.access.selectors import root_actor
from apps.system.mesh.models import Service
from apps.system.mesh.services import NewEndpoint, register_service
from apps.system.mesh.streaming import Place

PLACES = 16
LONGEST = 63
_OTHER = re.compile("[^a-z0-9]+")


class Endpoints:
    """Finds the service of a venue's URL. An operator may have given it other endpoints, which stay."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self._known: set[str] = set()

    def place_of(self, url: str) -> Place:
        """Whose a URL is; registers its origin where nobody has."""
        parts = urlsplit(url)
        secure = parts.scheme in ("https", "wss")
        name = service_name(self.slug, parts.netloc)
        if name not in self._known:
            ensure_service(self.slug, name, f"http{'s' * secure}://{parts.netloc}", timezone.now())
            self._known.add(name)
        return Place(name, parts.path + (f"?{parts.query}" if parts.query else ""))


def service_name(slug: str, origin: str) -> str:
    """`binance-api-binance-com`"""
    return _OTHER.sub("-", f"{slug}-{origin}".lower())[:LONGEST].strip("-")


def ensure_service(slug: str, name: str, url: str, now: datetime) -> None:
    """Have a service for an origin; one that is there stays as it is."""
    if not Service.objects.filter(name=name).exists():
        register_service(
            by=root_actor(),
            name=name,
            kind=Service.Kind.EXCHANGE,
            endpoints=[NewEndpoint(url)],
            description=f"What the venue {slug} calls.",
            places=PLACES,
            now=now,
        )
