"""The event stream on a socket: who is there, what they follow, and what they missed."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from apps.system.errors import CivalError, Invalid, Unauthenticated
from apps.system.events.admission import BEARER, Admission, admit_key, find_admission
from apps.system.events.backpressure import Outlet
from apps.system.events.buckets import TokenBucket
from apps.system.events.closing import CloseCode
from apps.system.events.cursors import StreamReset, decode_cursor, encode_cursor
from apps.system.events.delivery import Delivery
from apps.system.events.frames import MAX_BYTES, ClientMessage, peek_id, read_message
from apps.system.events.interests import MAX_PATTERNS, read_interest, read_patterns
from apps.system.events.messages import BACKEND, message
from apps.system.events.metrics import count_connection, count_frames
from apps.system.events.origins import is_allowed_origin
from apps.system.events.places import places
from apps.system.events.readers import Waiting
from apps.system.events.tailer import hub_of_process
from apps.system.events.threads import READING, in_thread
from apps.system.ids import new_id
from apps.system.problems import as_refusal
from apps.system.wire import WireEncoder

logger = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds for the first message to bring a key."""
RATE, BURST = 50, 100

Handler = Callable[[ClientMessage], Awaitable[None]]


class EventStream(AsyncWebsocketConsumer):
    """`/ws` without its commands: authentication, subscriptions, resume, ping and errors."""

    # Events come from the hub of the process, so a socket needs no mailbox in Redis and survives its restart.
    channel_layer_alias: ClassVar[str] = "none"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.session_id = str(new_id())
        self.admission: Admission | None = None
        self.delivery: Delivery | None = None
        self.is_closing = self._has_place = False
        self._outlet = Outlet(send)
        self._bucket = TokenBucket(RATE, BURST)
        self._tasks: set[asyncio.Task[None]] = set()
        self._headers: Mapping[bytes, bytes] = dict(scope["headers"])
        await super().__call__(scope, receive, self._outlet)

    async def dispatch(self, event: Mapping[str, Any]) -> None:
        """Without Channels' hop to Django's one thread on each message: nothing here uses that connection."""
        handlers = {
            "websocket.connect": self.connected,
            "websocket.receive": self.received,
            "websocket.disconnect": self.disconnected,
        }
        await handlers[event["type"]](event)

    # --- Coming and going

    async def connected(self, event: Mapping[str, Any]) -> None:
        """Accept, so that a refusal can have a code, and let in whoever brings a key or a session."""
        count_connection(1)
        offered = list(self.scope.get("subprotocols", ()))
        await self.accept(BEARER if BEARER in offered else None)
        if (refused := self._why_not()) is not None:
            await self.shut(refused)
            return
        try:
            admission = await in_thread(find_admission, READING, self._headers, offered)
            if admission is not None:
                await self.admit(admission)
            else:
                self.spawn(self._expire())
        except Unauthenticated as refusal:
            await self.shut(CloseCode.UNAUTHENTICATED, refusal.detail)
        except Exception as error:
            await self.shut(CloseCode.UNAVAILABLE, as_refusal(error).detail)

    def _why_not(self) -> CloseCode | None:
        """What speaks against a socket whoever is on it."""
        self._has_place = places.enter()
        if not self._has_place:
            return CloseCode.TOO_MANY
        return None if is_allowed_origin(self._headers) else CloseCode.FORBIDDEN_ORIGIN

    async def admit(self, admission: Admission) -> None:
        """Let somebody in, who has not too many sockets already, and join the stream."""
        actor = admission.caller.actor
        if not places.admit(actor.id):
            await self.shut(CloseCode.TOO_MANY)
            return
        self.admission = admission
        delivery = Delivery(
            hub_of_process(),
            admission,
            write=self.write,
            arrange=self.arrange,
            end=self.end_with,
            push=self.push,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                await delivery.start()
        except TimeoutError:
            await self.shut(CloseCode.UNAVAILABLE)
            return
        self.delivery = delivery
        established = {
            "sessionId": self.session_id,
            "actorId": str(actor.id),
            "name": actor.name,
            "scopes": sorted(admission.caller.scopes),
        }
        await self.tell("connection.established", established, seq=encode_cursor(delivery.head))

    async def _expire(self) -> None:
        await asyncio.sleep(PATIENCE)
        if self.admission is None:
            await self.shut(CloseCode.UNAUTHENTICATED)

    def end_with(self, code: CloseCode) -> None:
        """Close from wherever the reason shows; the first reason counts."""
        if not self.is_closing:
            self.spawn(self.shut(code))

    async def shut(self, code: CloseCode, detail: str = "") -> None:
        """Say why, and close."""
        if self.is_closing:
            return
        self.is_closing = True
        if self.delivery is not None:
            self.delivery.stop()
        last_words = message("error", {"code": code.name.lower(), "detail": detail or code.reason}, {})
        await self._outlet.end(json.dumps(last_words), code=int(code), reason=code.reason)

    async def disconnected(self, event: Mapping[str, Any]) -> None:
        """The client is gone."""
        count_connection(-1)
        if self._has_place:
            places.leave()
        if self.admission is not None:
            places.dismiss(self.admission.caller.actor.id)
        self.is_closing = True
        if self.delivery is not None:
            self.delivery.stop()
        for task in self._tasks:
            task.cancel()
        raise StopConsumer

    def spawn(self, work: Any) -> None:
        """Do something beside the socket's messages, for as long as the socket lives."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Something beside a socket's messages broke", exc_info=error)

    # --- What the client says

    async def received(self, event: Mapping[str, Any]) -> None:
        """One frame: too long or too many closes the socket, a bad message is answered with an error."""
        text = event.get("text")
        count_frames("received")
        if self.is_closing:
            return
        if len(text or event.get("bytes") or b"") > MAX_BYTES or (text and len(text.encode()) > MAX_BYTES):
            await self.shut(CloseCode.TOO_LONG)
        elif not self._bucket.take(time.monotonic()):
            await self.shut(CloseCode.FLOOD)
        else:
            await self._heed(text)

    async def _heed(self, text: str | None) -> None:
        identifier: str | None = None
        try:
            if text is None:
                raise Invalid("Messages are JSON text, not bytes.", code="invalid_message")
            identifier = peek_id(text)
            await self.obey(read_message(text))
        except Exception as error:
            refusal = as_refusal(error)
            await self.tell_error(refusal, correlation=identifier)

    async def obey(self, said: ClientMessage) -> None:
        """Do what one message asks. Raises CivalError."""
        handlers: dict[str, Handler] = {
            "ping": self._pong,
            "auth": self._authenticate,
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
        }
        if self.delivery is None and said.type not in ("ping", "auth"):
            raise Unauthenticated("Send `auth` with a key first.")
        await handlers.get(said.type, self.do_otherwise)(said)

    async def do_otherwise(self, said: ClientMessage) -> None:
        """Anything else; clients cannot publish facts."""
        raise Invalid(f"A message of type {said.type!r} is not taken here.", code="unknown_type")

    async def _pong(self, said: ClientMessage) -> None:
        seq = encode_cursor(self.delivery.head) if self.delivery and not self.delivery.is_behind else None
        await self.tell("pong", {}, correlation=said.id, seq=seq)

    async def _authenticate(self, said: ClientMessage) -> None:
        if self.admission is not None:
            raise Invalid("This socket has its caller already.", code="already_authenticated")
        token = said.said.get("token")
        try:
            await self.admit(await in_thread(admit_key, READING, token if isinstance(token, str) else ""))
        except Unauthenticated as refusal:
            await self.shut(CloseCode.UNAUTHENTICATED, refusal.detail)

    async def _subscribe(self, said: ClientMessage) -> None:
        delivery = self._delivery()
        interest = read_interest(said.said.get("events"), said.said.get("filters"))
        if len({*delivery.patterns, *interest.patterns}) > MAX_PATTERNS:
            raise Invalid(f"A socket follows {MAX_PATTERNS} patterns at most.", code="too_many_subscriptions")
        since = said.said.get("since")
        position, reset = delivery.head, None
        if since is not None:
            position = decode_cursor(since)
            try:
                await delivery.check(position)
            except StreamReset as refusal:
                reset, since = refusal, None
        if since is None:
            position = delivery.follow(interest)
        else:
            delivery.resume(interest, position)
        confirmed = {"events": list(interest.patterns), "all": delivery.patterns}
        await self.tell("subscription.confirmed", confirmed, correlation=said.id, seq=encode_cursor(position))
        if reset is not None:
            told = {"code": reset.reason_code, "detail": reset.detail}
            await self.tell("stream.reset", told, correlation=said.id, seq=encode_cursor(position))

    async def _unsubscribe(self, said: ClientMessage) -> None:
        delivery = self._delivery()
        given_up = read_patterns(said.said.get("events"))
        delivery.forget(given_up)
        await self.tell(
            "subscription.confirmed", {"events": [], "all": delivery.patterns}, correlation=said.id
        )

    def _delivery(self) -> Delivery:
        if self.delivery is None:
            raise Unauthenticated("Send `auth` with a key first.")
        return self.delivery

    # --- What the client hears

    async def arrange(self, waiting: Waiting) -> str | None:
        """The text of an event for this socket, or None where it hears of it otherwise."""
        return waiting.text

    def push(self, waiting: Waiting) -> bool:
        """Write an event now, without a task for it; answers False where it has to wait or be arranged."""
        return not self.is_closing and self._outlet.push(waiting.frame)

    async def write(self, text: str) -> None:
        """Send one text, and wait until the reader can take more."""
        if not self.is_closing:
            await self._outlet({"type": "websocket.send", "text": text})
            count_frames("sent")

    async def tell(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        correlation: str | None = None,
        seq: str | None = None,
        source: str = BACKEND,
    ) -> None:
        """Send a message of our own."""
        metadata = {"sessionId": self.session_id, "correlationId": correlation, "seq": seq}
        said = message(kind, payload, metadata, source=source)
        await self.write(json.dumps(said, cls=WireEncoder))

    async def tell_error(self, refusal: CivalError, *, correlation: str | None) -> None:
        """Send a refusal; the socket stays open."""
        told = {"code": refusal.reason_code, "detail": refusal.detail, "errors": refusal.errors}
        await self.tell("error", told, correlation=correlation)
