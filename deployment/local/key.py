"""`make key`: an API key of the operator for the platform that runs here, issued over REST like any other."""

from __future__ import annotations

import json
import sys
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from deployment.local.console import say
from deployment.local.state import State, state_folder
from deployment.local.up import REST, ROOT

SCOPES = ["read", "trade", "operate", "admin"]


def issue_key(address: str, password: str) -> str:
    """Sign in at a platform's address and issue a key. Raises HTTPError where it refuses."""
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    _post(browser, f"{address}/api/v1/account/sign-in", {"username": "operator", "password": password})
    token = next(cookie.value or "" for cookie in cookies if cookie.name == "csrftoken")
    wish = {"name": "made by make key", "scopes": SCOPES}
    made = _post(browser, f"{address}/api/v1/account/keys", wish, {"X-CSRFToken": token})
    return str(made["key"])


def _post(
    browser: OpenerDirector, address: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> Any:
    full = {"Content-Type": "application/json", **(headers or {})}
    with browser.open(Request(address, json.dumps(body).encode(), full), timeout=30) as answer:
        return json.load(answer)


def main() -> int:
    state = State(state_folder(ROOT))
    _, addresses = state.running()
    if REST not in addresses:
        sys.exit("Nothing runs here. Start it with `make up`, in another terminal.")
    place = urlsplit(addresses[REST])
    try:
        say(issue_key(f"{place.scheme}://{place.netloc}", state.secrets()["OPERATOR_PASSWORD"]))
    except HTTPError as refusal:
        sys.exit(f"The key was refused: {refusal.read().decode(errors='replace')}")
    except URLError as silence:
        sys.exit(f"Nothing answers at {place.netloc} ({silence.reason}). Start it with `make up`.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
