"""Prompts of the model of the reference's loop, from a data file: the instruction first, all in one user message."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from husky_kernel.agent.protocols import Message
from husky_kernel.engines.chat import render

_MARK = re.compile(r"\{(question|history|step|output)\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One module's prompt, and how much it may write; ``stop``: texts that end it."""

    text: str
    max_tokens: int
    stop: tuple[str, ...] = ()

    def lay_out(self, parts: Mapping[str, str], template: str) -> str:
        """The whole text for the model."""
        filled = _MARK.sub(lambda mark: parts.get(mark[1], ""), self.text.strip())
        return render([Message("user", filled)], "", template)


def load_prompts() -> dict[str, Prompt]:
    """By the name of the module; ``rewrite`` is served by the commonsense module."""
    text = (files(__package__) / "reference.toml").read_text(encoding="utf-8")
    return {name: Prompt(**section) for name, section in tomllib.loads(text).items()}
