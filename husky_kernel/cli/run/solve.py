"""One task from question to trace, in an IPython shell of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from rich.console import Console

from husky_kernel.agent.drive import drive
from husky_kernel.agent.events import Event, Progress, Started
from husky_kernel.agent.loop import run
from husky_kernel.agent.protocols import Engine
from husky_kernel.agent.types import Step, Task, Trace, Turn
from husky_kernel.assembly import chosen_model, judge, load_agent, memory_of, tool_context
from husky_kernel.cli.run.approval import TerminalReviewer, in_terminal
from husky_kernel.cli.run.waiting import Waiting
from husky_kernel.config import Settings
from husky_kernel.display.plain import PlainView
from husky_kernel.display.view import View
from husky_kernel.kernel.audience import Audience
from husky_kernel.kernel.bare_shell import bare_shell
from husky_kernel.kernel.gate import Gate, Watchfulness
from husky_kernel.kernel.history.guarded import guarded
from husky_kernel.kernel.history.world import World
from husky_kernel.models import resolve
from husky_kernel.modules.memory import Memory

if TYPE_CHECKING:
    from pandas import DataFrame


def solve(question: str, tables: Mapping[str, DataFrame], settings: Settings) -> Trace:
    """Solve ``question`` with ``tables`` as variables, telling of each step on standard error.

    Ctrl-C gives a trace that is ``stopped``, also while the model is loaded. Errors are those of
    :func:`~husky_kernel.assembly.load_agent`.
    """
    # A wrong name or file is told before anything else is shown.
    name, memory = resolve(chosen_model(settings)).title, memory_of(settings)
    view = PlainView(question, name, Console(stderr=True, force_jupyter=False))
    view.show()
    try:
        with TemporaryDirectory(prefix="husky-") as folder:
            return _solve(question, bare_shell(tables, folder), name, settings, memory, view)
    except KeyboardInterrupt:
        return Trace(question=question, model=name, status="stopped")
    finally:
        view.status("")


def _solve(question: str, shell: Any, name: str, settings: Settings, memory: Memory | None, view: View) -> Trace:
    from husky_kernel.kernel.conversation import Conversation
    from husky_kernel.tools.registry import load_tools
    from husky_kernel.trust.secrets import Redactor
    from husky_kernel.trust.tools import discreet

    start = perf_counter()
    agent = load_agent(name, settings, view.status)
    load = perf_counter() - start
    redactor = Redactor(shell.user_ns)
    tools = discreet(load_tools(tool_context(shell, settings)), redactor)
    conversation = Conversation(shell)
    task = redactor.task(conversation.task(question, settings.context_tokens))
    pool = ThreadPoolExecutor(1, "husky-engine")

    def engines(role: str) -> Engine:
        return Waiting(agent.engine(role), pool)

    gate = _gate(settings, tuple(tools))
    tools = guarded(tools, gate, redactor.text)
    world = World(shell)
    world.asked(task)

    def part(whole: Task, words: str, turns: Sequence[Turn], steps: Sequence[Step]) -> Task:
        told = redactor.task(conversation.part(whole, words, turns, steps, settings.context_tokens))
        world.asked(told)
        return told

    team = replace(agent.team(tools, memory, judge(shell.user_ns)), prepare=part)
    loop = run(task, team, settings.max_steps)
    trace = replace(drive(loop, engines, tools, _listener(view), gate.review_blocking, world.run), load=load)
    if trace.status != "stopped":  # a stopped engine may still be at work: only the end of the process ends it
        pool.shutdown()
        agent.close()
    if gate.refused is not None:
        raise gate.refused
    return redactor.trace(trace)


def _gate(settings: Settings, tools: tuple[str, ...]) -> Gate:
    """What waits for a person: asked in a terminal, a failure elsewhere."""
    asks = in_terminal()
    gate = Gate(Watchfulness.of(settings, lambda: asks), Audience([]))
    gate.ask = TerminalReviewer(tools) if asks else None
    return gate


def _listener(view: View) -> Callable[[Event], None]:
    def listen(event: Event) -> None:
        match event:
            case Started(trace, max_steps):
                view.started(trace, max_steps)
            case Progress(step, phase):
                view.step(step, phase)

    return listen
