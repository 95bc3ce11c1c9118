"""Hanging up a connection that another thread waits on: closing it would not wake that thread."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from husky_kernel.agent.stopping import at_leaving

CONNECTED = "connection.connect_tcp.complete"
"""What httpx calls the moment when a connection stands."""


def watch(event: str, info: Mapping[str, Any]) -> None:
    """A trace of httpx: a new connection is hung up once nobody waits for it any more."""
    if event == CONNECTED:
        hang_up_at_leaving(info["return_value"])


def hang_up_at_leaving(stream: Any) -> None:
    """The same for a connection that stands, as httpx has it; None is none."""
    found = stream and stream.get_extra_info("socket")
    if found is not None:
        at_leaving(partial(_hang_up, found))


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # it is gone already
        connection.shutdown(socket.SHUT_RDWR)
