"""A real Jupyter server with our extension in it, and a way to ask it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

# Its fixtures are wanted here only: as a plugin of the whole session it would run every asynchronous test its own way.
from pytest_jupyter.jupyter_server import *  # noqa: F403


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {"ServerApp": {"jpserver_extensions": {"husky_kernel": True}}}


@pytest.fixture
def fetch(jp_fetch: Any, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Callable[..., Any]:
    """Asks the server and gives the JSON of its answer. Not asynchronous itself: the server has a loop of its own."""

    async def answer(parts: tuple[str, ...], options: dict[str, Any]) -> Any:
        return await jp_fetch(*parts, **options)  # begun inside the loop: it wants a current one

    def ask(*parts: str, **options: Any) -> Any:
        return json.loads(jp_asyncio_loop.run_until_complete(answer(parts, options)).body)

    return ask
