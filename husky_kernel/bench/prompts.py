"""What the benchmarks ask, from a data file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Prompts:
    """Texts by what they serve; ``{n}`` in them is a number, ``{names}`` names of variables."""

    write: str
    read: str
    entry: str
    loop_questions: Sequence[str]
    growth_question: str
    growth_step: str
    growth_output: str
    at_once: str
    contexts_question: str
    cell_question: str


def load_prompts() -> Prompts:
    """The shipped file."""
    data = tomllib.loads((files(__package__) / "prompts.toml").read_text(encoding="utf-8"))
    engine, growth = _clean(data["engine"]), _clean(data["growth"])
    return Prompts(
        engine["write"],
        engine["read"],
        engine["entry"],
        tuple(data["loop"]["questions"]),
        growth["question"],
        growth["step"],
        growth["output"],
        growth["at_once"],
        data["contexts"]["question"],
        data["cell"]["question"],
    )


def _clean(section: dict[str, Any]) -> dict[str, str]:
    return {name: str(text).strip() for name, text in section.items()}
