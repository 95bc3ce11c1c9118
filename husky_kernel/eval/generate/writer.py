"""A model that rewords questions, and that writes a program from the question and the facts alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from husky_kernel.agent.errors import ContextOverflow
from husky_kernel.agent.protocols import Engine, Message, Request
from husky_kernel.eval.generate.data import load
from husky_kernel.eval.generate.drawing import Draw
from husky_kernel.modules.expert import block


class Writer:
    """Asks ``engine`` by the prompts of the data file; a model that does not fit the prompt says nothing."""

    def __init__(self, engine: Engine) -> None:
        self.name = engine.name
        self._engine = engine
        self._prompts = load("prompts")

    def reworded(self, question: str, seed: int) -> str:
        """The question in other words, unchecked."""
        return self._ask("rephrase", question, seed).strip().strip('"').strip()

    def program(self, question: str, draw: Draw) -> str:
        """A program for the question; of how it was made the model is shown nothing but the facts."""
        facts = "\n".join(f"- {figure.query}: {figure.text}" for figure in draw.figures.values())
        ask = self._prompts["program"]["ask"].strip().format(question=question, facts=facts)
        return block(self._ask("program", ask, 0))

    def _ask(self, name: str, text: str, seed: int) -> str:
        prompt: Mapping[str, Any] = self._prompts[name]
        turns = [Message("system", prompt["system"].strip())]
        for user, reply in prompt["examples"]:
            turns += [Message("user", user), Message("assistant", reply)]
        request = Request(
            name,
            (*turns, Message("user", text)),
            max_tokens=prompt["max_tokens"],
            temperature=prompt["temperature"],
            seed=seed,
        )
        try:
            return self._engine.generate(request).text
        except ContextOverflow:
            return ""
