"""The client that libraries of language models are given reaches only what may be reached."""

import httpx2
import pytest

from apps.system.mesh.model_client import model_client
from tests.system.peers import answer_with, closed_port, peer


async def test_a_private_address_is_not_connected_to() -> None:
    with peer() as found:
        async with model_client(allow_private=False) as client:
            with pytest.raises(httpx2.ConnectError, match="loopback"):
                await client.get(found.url)
        assert found.seen == []


async def test_a_name_is_judged_by_its_address() -> None:
    with peer() as found:
        named = found.url.replace("127.0.0.1", "localhost")
        async with model_client(allow_private=False) as client:
            with pytest.raises(httpx2.ConnectError, match="loopback"):
                await client.get(named)
        assert found.seen == []


async def test_where_the_operator_allows_it_an_answer_is_read_and_no_redirect_followed() -> None:
    with peer() as elsewhere, peer(answer_with(302, b"{}", Location=elsewhere.url)) as found:
        async with model_client(allow_private=True) as client:
            answer = await client.post(found.url, json={"a": 1})
        assert (answer.status_code, answer.json()) == (302, {})
        assert (len(found.seen), elsewhere.seen) == (1, [])


async def test_who_does_not_listen_is_told_as_the_libraries_expect() -> None:
    async with model_client(allow_private=True) as client:
        with pytest.raises(httpx2.ConnectError):
            await client.get(f"http://127.0.0.1:{closed_port()}")
