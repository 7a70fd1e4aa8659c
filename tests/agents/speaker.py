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


def answer_as_anthropic(server: Peer, request: BaseHTTPRequestHandler, body: bytes) -> None:
    """Answer a request of Anthropic's messages API with what was asked, in two pieces."""
    asked = json.loads(body)["messages"][-1]["content"]
    text = asked if isinstance(asked, str) else asked[0]["text"]
    usage = {"input_tokens": 30, "output_tokens": 1}
    head = {"id": "m1", "type": "message", "role": "assistant", "model": "claude", "content": []}
    started = {**head, "stop_reason": None, "stop_sequence": None, "usage": usage}
    block = {"type": "text", "text": ""}
    events: list[dict[str, Any]] = [
        {
            "type": "message_start",
            "message": started,
        },
        {"type": "content_block_start", "index": 0, "content_block": block},
        *(
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
            for piece in ("You said: ", text)
        ),
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": {"output_tokens": 10},
        },
        {"type": "message_stop"},
    ]
    request.send_response(200)
    request.send_header("Content-Type", "text/event-stream")
    request.send_header("Connection", "close")
    request.end_headers()
    request.close_connection = True
    for event in events:
        request.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())
