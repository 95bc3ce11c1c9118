"""The prompts of the baselines, read from ``prompts.toml``.

A section an agent: ``system``, ``ask`` (the user turn, with ``{question}`` and ``{context}``), ``stop``,
``max_tokens``, ``prefill``, and ``examples``, each a list of turns, the user's and the assistant's in turn. A section
``[FAMILY.AGENT]`` is laid over it for models of a family. For ReAct: ``forced`` begins the turn in which it must
finish, ``retry`` is said to a turn without an action, with ``{tools}``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from husky_kernel.agent.protocols import Message, Request
from husky_kernel.agent.types import Task
from husky_kernel.modules.profile import Prompt
from husky_kernel.modules.prompting import lay_out


@dataclass(frozen=True, slots=True)
class Baseline:
    """The prompt of one agent; ``shots`` are the turns of its worked examples."""

    role: str
    prompt: Prompt
    shots: tuple[Message, ...]
    forced: str = ""

    def request(self, task: Task, turns: Sequence[Message] = ()) -> Request:
        """The ask for ``task``, after which come ``turns``."""
        plain = lay_out(self.role, self.prompt, task, "", extra=turns)
        messages = (plain.messages[0], *self.shots, *plain.messages[1:])
        return replace(plain, messages=messages, fixed=plain.fixed + len(self.shots))


@cache
def baseline(role: str, family: str) -> Baseline:
    """The prompt of the agent ``role`` for models of ``family``."""
    data = tomllib.loads((files(__package__) / "prompts.toml").read_text(encoding="utf-8"))
    section: dict[str, Any] = {**data[role], **data.get(family, {}).get(role, {})}
    examples = section.pop("examples", [])
    shots = [
        Message("assistant" if number % 2 else "user", text.strip("\n"))
        for turns in examples
        for number, text in enumerate(turns)
    ]
    forced = section.pop("forced", "")
    return Baseline(role, Prompt(**{**section, "stop": tuple(section.get("stop", ()))}), tuple(shots), forced)
