"""Replies read from a JSON file instead of a model: for tests and recorded replays only.

The file's form: ``{"action": {"0": "[code] ...", "1": "[finish] 3"}, "code": {"0": ["x = ", "x = 1"]}}``: by role,
then by the step's index; a list gives its items by attempt and repeats its last. ``"delay"`` (seconds a piece) at
top level makes it as slow as a real model. ``"probabilities"`` at top level maps roles and steps in the same way to how
probable the tokens of the reply were: ``{"code": {"0": [0.9, 0.4]}}``; without it nothing is known of that.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import ContextOverflow, EngineError, UseError
from husky_kernel.agent.grammar import parse_action
from husky_kernel.agent.protocols import Generation, OnText, Request, Scores, Work
from husky_kernel.agent.types import Tokens
from husky_kernel.engines.prefill import strip_prefill
from husky_kernel.engines.probabilities import least, mean
from husky_kernel.engines.text_stream import TextStream

PREFIX = "scripted:"

Script = Mapping[str, Mapping[str, Sequence[str]]]
Probabilities = Mapping[str, Mapping[str, Sequence[float]]]


class ScriptedEngine:
    """Answers from a file. Words count as tokens; the same request always gets the same reply.

    Parameters
    ----------
    path
        The JSON file.
    context_length
        Words one prompt may have.

    Raises
    ------
    UseError
        If the file cannot be read or has another form.
    """

    def __init__(self, path: Path | str, context_length: int = 32768) -> None:
        self.name = f"{PREFIX}{path}"
        self.context_length = context_length
        self._script, self._delay, self._probabilities = read_script(Path(path))
        self._closed = False

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """The scripted reply without the request's prefill, in pieces of one word, up to a stop string."""
        reply, prompt = strip_prefill(self._reply(request), request.prefill), self._prompt(request)
        stream, generated, start = TextStream(request.stop, on_text), 0, time.perf_counter()
        pieces = re.findall(r"\s*\S+|\s+$", reply)
        for piece in pieces[: request.max_tokens]:
            time.sleep(self._delay)
            generated += 1
            if stream.add(piece):
                break
        stream.close()
        reason = stream.ended or ("length" if len(pieces) > request.max_tokens else "stop")
        work = Work(decode=time.perf_counter() - start)
        told = self._probabilities.get(request.role, {}).get(str(request.step), ())
        return Generation(stream.text, Tokens(prompt, 0, generated), reason, mean(told), work, least(told))

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """Certainty for the choice that the scripted reply begins with; empty if it begins with none of them."""
        reply = self._reply(request)
        action = parse_action(reply, choices)
        rest = strip_prefill(reply, request.prefill).strip()
        chosen = action.tool if action else next((choice for choice in choices if rest.startswith(choice)), None)
        tokens = Tokens(prompt=self._prompt(request))
        return Scores({choice: float(choice == chosen) for choice in choices} if chosen in choices else {}, tokens)

    def count_tokens(self, text: str) -> int:
        """Number of words."""
        return len(text.split())

    def close(self) -> None:
        """The engine is not used afterwards."""
        self._closed = True

    def _reply(self, request: Request) -> str:
        if self._closed:
            raise EngineError(f"the model {self.name} was unloaded: run the cell again to load it")
        replies = self._script.get(request.role, {}).get(str(request.step), ())
        return replies[min(request.attempt, len(replies) - 1)] if replies else ""

    def _prompt(self, request: Request) -> int:
        words = sum(self.count_tokens(message.content) for message in request.messages)
        if words > self.context_length:
            raise ContextOverflow(f"the prompt has {words} words, {self.name} takes {self.context_length}")
        return words


def read_script(path: Path) -> tuple[Script, float, Probabilities]:
    """The replies of a script file, the seconds each piece takes, and how probable tokens were.

    Raises
    ------
    UseError
        If the file cannot be read or has another form.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UseError(f"cannot read the scripted model {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise UseError(f"the scripted model {path} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise UseError(f"the scripted model {path} must be an object of roles, not {_kind(data)}")
    delay = data.pop("delay", 0)
    if isinstance(delay, bool) or not isinstance(delay, int | float) or delay < 0:
        raise UseError(f"the scripted model {path}: delay must be seconds, not {delay!r}")
    told = data.pop("probabilities", {})
    if not isinstance(told, dict) or not all(_are_probabilities(steps) for steps in told.values()):
        raise UseError(
            f"the scripted model {path}: probabilities must be lists of numbers from 0 to 1, by role and step"
        )
    return {role: _read_role(path, role, steps) for role, steps in data.items()}, float(delay), told


def _read_role(path: Path, role: str, steps: Any) -> dict[str, Sequence[str]]:
    if not isinstance(steps, dict):
        raise UseError(f"the scripted model {path}: {role!r} must map step numbers to replies, not {_kind(steps)}")
    return {index: _read_replies(path, role, index, value) for index, value in steps.items()}


def _read_replies(path: Path, role: str, index: str, value: Any) -> Sequence[str]:
    replies = [value] if isinstance(value, str) else value
    if not index.isdecimal() or not isinstance(replies, list) or not all(isinstance(text, str) for text in replies):
        raise UseError(f"the scripted model {path}: {role!r} step {index!r} must be a text or a list of texts")
    return replies


def _are_probabilities(steps: Any) -> bool:
    lists = list(steps.values()) if isinstance(steps, dict) else [None]
    return all(isinstance(one, list) and all(isinstance(p, int | float) and 0 <= p <= 1 for p in one) for one in lists)


def _kind(value: Any) -> str:
    return {list: "a list", str: "a text", type(None): "null", dict: "an object"}.get(type(value), "a number")
