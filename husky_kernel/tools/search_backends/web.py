"""What the web backends share: one GET that returns JSON, and errors that name no key."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.tools.search_backends.base import Hit, SearchError
from husky_kernel.tools.search_backends.files import plain
from husky_kernel.tools.search_backends.passages import shorten

TIMEOUT_SECONDS = 20.0
MAX_BYTES = 5_000_000
MAX_TITLE = 100
MAX_SNIPPET = 320
RANK_STEP = 0.1


def get_json(base_url: str, parameters: Mapping[str, str], timeout: float = TIMEOUT_SECONDS) -> dict[str, Any]:
    """GET ``base_url`` with query ``parameters`` and read a JSON object.

    The standard library's client is used because it logs nothing: the address may hold a key.

    Raises
    ------
    SearchError
        If the server cannot be reached, answers with an error or with something else than a JSON object.
    """
    host = urllib.parse.urlsplit(base_url).netloc
    request = urllib.request.Request(
        f"{base_url}?{urllib.parse.urlencode(parameters)}",
        headers={"Accept": "application/json", "User-Agent": "husky-kernel"},
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            data = json.loads(response.read(MAX_BYTES))
    except urllib.error.HTTPError as error:
        raise SearchError(f"{host} answered with HTTP {error.code}") from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        raise SearchError(f"{host} cannot be reached: {reason}") from None
    except ValueError:
        raise SearchError(f"{host} did not answer with JSON") from None
    if not isinstance(data, dict):
        raise SearchError(f"{host} did not answer with a JSON object")
    return data


def checked_url(url: str) -> str:
    """``url`` without a slash at its end. Raises UseError if it is not an http address."""
    parts = urllib.parse.urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise UseError(f"{url!r} is not the address of a server: give one like https://searx.example.org")
    return url.strip().rstrip("/")


def web_hit(rank: int, title: object, snippet: object, source: object) -> Hit | None:
    """A web result as a hit, ``rank`` from 0; None where the server sent no text."""
    text = shorten(plain(str(snippet or "")), MAX_SNIPPET)
    if not text:
        return None
    label = shorten(plain(str(title or "")), MAX_TITLE)
    score = round(max(RANK_STEP, 1.0 - RANK_STEP * rank), 2)
    return Hit(label, f"{label}: {text}" if label else text, str(source or ""), score)
