"""``husky bench growth``: what a step costs as the history grows, and many questions at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from husky_kernel.agent.grammar import FINISH
from husky_kernel.agent.protocols import Engine, Message, Request
from husky_kernel.agent.types import Step, Task
from husky_kernel.bench.local_model import LocalModel
from husky_kernel.bench.meter import Meter, WatchedEngine
from husky_kernel.bench.outcome import Measured, sample
from husky_kernel.bench.prompts import Prompts
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
from husky_kernel.modules.action import Action

OURS = "husky"
TOOL = "code"
TAGS = ("code", "math", "search", "commonsense", FINISH)

SHARE = 512
"""Tokens of context of each of the questions at once."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """``steps`` of ``written`` tokens each, ``at_once`` questions, contexts of ``frames`` tables; all in ``rounds``."""

    rounds: int = 3
    steps: int = 20
    written: int = 60
    at_once: tuple[int, ...] = (1, 2, 4, 8, 16)
    frames: tuple[int, ...] = (1, 2, 5, 10, 20, 50, 100, 200)


QUICK = Sizes(rounds=2, steps=4, written=8, at_once=(1, 2), frames=(1, 5))


def steps(model: LocalModel, prompts: Prompts, sizes: Sizes) -> Iterator[Measured]:
    """Seconds and tokens of step 1, 2, … with the action generator's own prompt; replies have a fixed length."""
    engine = LlamaCppEngine(
        model.path, model.name, model.template, model.threads, model.context_length, fixed_length=True
    )
    action = Action(model.profile.prompts["action"])
    _step(engine, action, prompts, 0, 0, sizes.written)  # the instructions and examples are read once
    for number in range(1, sizes.rounds + 1):
        for done in range(sizes.steps):
            meter, step = _step(engine, action, prompts, number, done, sizes.written), f"step {done + 1}"
            yield sample(step, OURS, "s", meter.inside)
            yield sample(f"{step} prefilled", OURS, "tokens", meter.prefilled)
            yield sample(f"{step} generated", OURS, "tokens", meter.generated)
    engine.close()


def _step(engine: Engine, action: Action, prompts: Prompts, number: int, done: int, written: int) -> Meter:
    """The tool of a step is scored and the step is written, after ``done`` others of about the same length."""
    task = Task(_numbered(prompts.growth_question, number))
    history = [
        Step(at, TOOL, _numbered(prompts.growth_step, at + 1), output=_numbered(prompts.growth_output, at + 1))
        for at in range(done)
    ]
    meter = Meter()
    watched = WatchedEngine(engine, meter)
    watched.score(action.choose(task, history), TAGS)
    write = action.write(task, history, TOOL)
    watched.generate(Request(write.role, write.messages, write.prefill, (), written))
    return meter


def at_once(model: LocalModel, prompts: Prompts, sizes: Sizes) -> Iterator[Measured]:
    """Tokens a second of so many questions together, each a lane and a thread, all with the same length."""
    lanes = max(sizes.at_once)
    engine = LlamaCppEngine(
        model.path, model.name, model.template, model.threads, SHARE, lanes=lanes, fixed_length=True
    )
    asks = [_ask(prompts, lane, sizes.written) for lane in range(lanes)]
    _together(engine, asks)  # their prompts are read once, so that only writing is measured
    for turn in range(sizes.rounds):
        for count in sizes.at_once if turn % 2 == 0 else reversed(sizes.at_once):
            yield sample(f"{count} at once", OURS, "tokens/s", _together(engine, asks[:count]))
    engine.close()


def _ask(prompts: Prompts, lane: int, written: int) -> Request:
    return Request("action", (Message("user", _numbered(prompts.at_once, lane)),), max_tokens=written, lane=lane)


def _together(engine: Engine, asks: list[Request]) -> float:
    """Tokens a second of all ``asks`` at the same time."""
    written: list[int] = []
    threads = [threading.Thread(target=lambda ask=ask: written.append(_written(engine, ask))) for ask in asks]
    start = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(written) / (perf_counter() - start)


def _written(engine: Engine, ask: Request) -> int:
    return engine.generate(ask).tokens.generated


def _numbered(text: str, number: int) -> str:
    return text.replace("{n}", str(number))
