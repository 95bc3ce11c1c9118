"""What goes between a sandbox and its worker.

Down to the worker: frames of a length and pickled bytes. Up to the sandbox: lines of JSON alone, because whoever
unpickles runs what is in the pickle, and up there comes what generated code had its hands on.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.types import Observation
from husky_kernel.sight.answers.alike import MOST, compared

_LENGTH = struct.Struct(">Q")


def send(fd: int, data: bytes) -> None:
    """Write one frame."""
    _write(fd, _LENGTH.pack(len(data)) + data)


def receive(fd: int) -> bytes | None:
    """Read one frame and not a byte more: another process may read the next. None at the end."""
    head = _read(fd, _LENGTH.size)
    return None if head is None else _read(fd, _LENGTH.unpack(head)[0])


def say(fd: int, reply: Mapping[str, Any]) -> None:
    """Write one line. It begins with a line's end, as whoever wrote before may have been killed in the middle."""
    _write(fd, b"\n" + json.dumps(reply, default=str).encode() + b"\n")


def heard(line: bytes) -> dict[str, Any] | None:
    """A line as it was said; None for half of one."""
    try:
        reply = json.loads(line)
    except ValueError:
        return None
    return reply if isinstance(reply, dict) else None


def observation_to_json(seen: Observation) -> dict[str, Any]:
    """What the code tool tells, effects excepted: nobody watches them here. Of a value its cells, by which two programs
    are compared.
    """
    shown = [dict(output) for output in seen.outputs]
    result = {**seen.result.to_json(), "cells": _cells(seen.result.value)} if seen.result else None
    told = {"notes": list(seen.notes), "against": list(seen.against), "result": result}
    return {"text": seen.text, "ok": seen.ok, "error": seen.error, "outputs": shown, **told}


def observation_from_json(data: Mapping[str, Any]) -> Observation:
    """Inverse of :func:`observation_to_json`; values of a wrong type are not believed."""
    error, result = data.get("error"), Result.from_json(data.get("result"))
    if result is not None and isinstance(cells := data["result"].get("cells"), list):
        result = replace(result, value=[cell for cell in cells if isinstance(cell, int | float | str)])
    outputs = tuple(output for output in data.get("outputs") or () if isinstance(output, dict))
    return Observation(
        str(data.get("text", "")),
        data.get("ok") is True,
        None if error is None else str(error),
        outputs,
        result=result,
        notes=tuple(map(str, data.get("notes") or ())),
        against=tuple(map(str, data.get("against") or ())),
    )


def _cells(value: object) -> list[float | str] | None:
    """The numbers and words of a value; None where it does not let itself be taken apart."""
    try:
        return [*islice(compared(value), MOST)]
    except Exception:
        return None


def _write(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _read(fd: int, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = os.read(fd, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
