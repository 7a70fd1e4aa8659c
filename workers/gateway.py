"""The gateway process: speaks to exchanges, and nobody else does. `manage.py run_gateway`

Each connected exchange is a venue under a lease, so that a second process stands by. While none is connected
it does nothing, and has not loaded the library that knows exchanges, which takes seconds and memory.
"""

import asyncio
import logging
import signal
from typing import Any

import psycopg
import redis
from django.db import Error as DatabaseError
from django.utils import timezone

from apps.system.health.services import beat
from apps.system.mesh.registration import register
from apps.system.metrics.serving import serve_metrics
from apps.trading.connectors.threads import apart
from apps.trading.models import Venue
from apps.trading.selectors.feeds import list_exchanges
from workers.leasing import leased

logger = logging.getLogger(__name__)

LOOK_FOR_VENUES = 1.0
RECOVER = 1.0
BEAT_EVERY = 2.0
_LEASE = "cival:gateway:"


class Gateway:
    """Works every connected exchange, later ones too, until told to stop. A bug ends the process."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.works: dict[str, tuple[dict[str, Any], asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Until `stop` is set. Raises what the work of a venue raised."""
        beating = asyncio.create_task(self._beat())
        try:
            while not self.stop.is_set():
                await self._look()
                await _rest(self.stop, LOOK_FOR_VENUES)
        finally:
            await self._end([*self.works])
            beating.cancel()

    async def _look(self) -> None:
        """Begin, end or begin anew what has been connected, disconnected or changed."""
        for _, task in self.works.values():
            if task.done():
                task.result()
        try:
            venues = {venue.slug: venue for venue in await apart(list_exchanges)}
        except DatabaseError as error:
            logger.warning("The exchanges cannot be listed: %s", error)
            return
        stale = [slug for slug, (config, _) in self.works.items() if not _is_same(venues.get(slug), config)]
        await self._end(stale)
        for slug in venues.keys() - self.works.keys():
            task = asyncio.create_task(_work(venues[slug]), name=f"gateway:{slug}")
            self.works[slug] = (venues[slug].config, task)

    async def _end(self, slugs: list[str]) -> None:
        ended = [self.works.pop(slug)[1] for slug in slugs]
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            try:
                await apart(beat, "gateway", "gateway", {"exchanges": sorted(self.works)})
            except DatabaseError as error:
                logger.warning("No heartbeat could be left: %s", error)
            await asyncio.sleep(BEAT_EVERY)


def _is_same(venue: Venue | None, config: dict[str, Any]) -> bool:
    return venue is not None and venue.config == config


async def _work(venue: Venue) -> None:
    """Lease a venue and work it, again and again. A store that is away is waited for."""
    while True:
        try:
            async with leased(_LEASE + venue.slug) as lease:
                if lease is not None:
                    # Here, for it loads ccxt: a gateway without an exchange does not pay for it.
                    from workers.exchange import work_exchange  # noqa: PLC0415

                    logger.info("%s is ours", venue.slug)
                    await work_exchange(venue, lease)
        except* (DatabaseError, psycopg.Error, redis.RedisError) as errors:
            logger.warning("%s waits for its stores: %s", venue.slug, errors.exceptions[0])
        await asyncio.sleep(RECOVER)


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def _serve() -> None:
    gateway, loop = Gateway(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, gateway.stop.set)
    await gateway.run()


def run_gateway() -> None:
    """Work until SIGTERM or SIGINT."""
    registration = register("gateway")
    serve_metrics()
    logger.info("The gateway began at %s", timezone.now())
    asyncio.run(_serve())
    if registration is not None:
        registration.deregister()
