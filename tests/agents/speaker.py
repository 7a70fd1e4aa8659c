"""A server on loopback that speaks the chat API of OpenAI, streaming, and says what a test has it say."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.system.peers import Peer, peer

Turn = list[dict[str, Any]]


def says(*pieces: str) -> Turn:
    """A turn of text."""
    return [{"content": piece} for piece in pieces]


def thinks(*pieces: str) -> Turn:
    """Thoughts before whatever comes next."""
    return [{"reasoning_content": piece} for piece in pieces]


def calls(tool: str, call_id: str = "call-1", **arguments: Any) -> Turn:
    """A turn that calls a tool, whose arguments come in two pieces."""
    text = json.dumps(arguments)
    half = len(text) // 2
    head = {
        "index": 0,
        "id": call_id,
        "type": "function",
        "function": {"name": tool, "arguments": text[:half]},
    }
    return [{"tool_calls": [head]}, {"tool_calls": [{"index": 0, "function": {"arguments": text[half:]}}]}]


@dataclass
class Speaker:
    """What will be said, turn by turn, and what was asked."""

    turns: list[Turn] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    tokens: tuple[int, int] | None = (100, 20)
    between: Callable[[], None] = lambda: None
    url: str = ""

    def behave(self, server: Peer, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """Answer one request with the next turn."""
        self.asked.append(json.loads(body))
        self.keys.append(request.headers.get("Authorization", ""))
        turn = self.turns.pop(0)
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.send_header("Connection", "close")
        request.end_headers()
        request.close_connection = True
        for chunk in self._chunks(turn):
            request.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            request.wfile.flush()
            self.between()
        request.wfile.write(b"data: [DONE]\n\n")

    def _chunks(self, turn: Turn) -> Iterator[dict[str, Any]]:
        head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "local"}
        for delta in turn:
            yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
        reason = "tool_calls" if "tool_calls" in turn[-1] else "stop"
        yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}
        if self.tokens is not None:
            into, out = self.tokens
            used = {"prompt_tokens": into, "completion_tokens": out, "total_tokens": into + out}
            yield {**head, "choices": [], "usage": used}

    @property
    def last_told(self) -> list[dict[str, Any]]:
        """The messages of the newest request."""
        messages: list[dict[str, Any]] = self.asked[-1]["messages"]
        return messages


@contextmanager
def speaking(*turns: Turn) -> Iterator[Speaker]:
    """Within the block a model speaks."""
    speaker = Speaker(list(turns))
    with peer(speaker.behave) as server:
        speaker.url = f"{server.url}/v1"
        yield speaker
