"""Questions, engines and agents for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from husky_kernel.agent.protocols import Engine, Generation, OnText, Request, Scores
from husky_kernel.assembly import Agent
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.eval.agents import Workplace
from husky_kernel.eval.sandbox import Sandbox
from husky_kernel.modules.profile import load_profile


@dataclass(frozen=True)
class Riddle:
    """A question about variables, right where the text or the one cell is the answer of the fill."""

    index: int
    question: str
    answers: tuple[str, ...]
    fills: tuple[dict[str, Any], ...] = ({},)
    seen: list[Sequence[Any] | None] = field(default_factory=list, compare=False)

    @property
    def answer(self) -> str:
        return self.answers[0]

    def namespaces(self) -> tuple[dict[str, Any], ...]:
        return self.fills

    def solved(self, fill: int, text: str | None, cells: Sequence[Any] | None = None) -> bool:
        self.seen.append(cells)
        return (text if cells is None else "/".join(map(str, cells))) == self.answers[fill]

    def solved_as_reference(self, text: str | None) -> bool:
        return text is not None and text.startswith(self.answer)


class Listening:
    """An engine of which a test sees the requests; what it says is up to :meth:`reply`."""

    name = "listening"
    context_length = 8192

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def reply(self, request: Request) -> str:
        return "Answer: 1"

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        self.requests.append(request)
        return Generation(self.reply(request))

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        return Scores({})

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def close(self) -> None:
        return None


def agent(engine: Engine) -> Agent:
    return Agent(engine.name, {"action": engine}, {"action": load_profile("qwen")})


def scripted(name: str) -> ScriptedEngine:
    return ScriptedEngine(Path(name.removeprefix("scripted:")))


def workplace(engine: Engine, sandbox: Sandbox, tools: Any = None, max_steps: int = 4, hint: str = "") -> Workplace:
    return Workplace(agent(engine), sandbox, 700, tools or {}, max_steps, hint)
