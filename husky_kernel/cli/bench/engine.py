"""``husky bench engine``: what our engine and our loop cost over llama.cpp itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from husky_kernel.cli.bench.options import Json, Model, Out, Quick, Yes

if TYPE_CHECKING:
    from husky_kernel.bench.engine import Sizes
    from husky_kernel.bench.local_model import LocalModel
    from husky_kernel.bench.outcome import Measured
    from husky_kernel.config import Settings

STEPS = 3
"""Acting steps of a run with the real model."""


def engine(
    model: Model = None,
    quick: Quick = False,
    out: Out = None,
    json: Json = False,
    yes: Yes = False,
) -> None:
    """Tokens read and written by our engine and by llama.cpp asked directly; the time that the loop itself takes."""
    from husky_kernel.bench.engine import QUICK, Sizes, outcome
    from husky_kernel.bench.local_model import find
    from husky_kernel.cli.bench.outcome import measure
    from husky_kernel.config import load_settings

    settings = load_settings(model=model, download_without_asking=yes or None)
    local, sizes = find(settings), QUICK if quick else Sizes()
    measure(lambda: _rows(local, settings, sizes), lambda rows: outcome(rows, local.name), json, out)


def _rows(local: LocalModel, settings: Settings, sizes: Sizes) -> Iterator[Measured]:
    from husky_kernel.bench.engine import EngineBench
    from husky_kernel.bench.overhead import scripted_steps, share_of_steps
    from husky_kernel.bench.prompts import load_prompts
    from husky_kernel.bench.raw_server import RawServer
    from husky_kernel.cli.bench.outcome import told
    from husky_kernel.cli.bench.tools import fresh_tools, warmed_agent

    prompts = load_prompts()
    with ExitStack() as stack:
        yield from told(scripted_steps(settings, sizes.rounds, prompts.loop_questions[0]))
        server, agent = RawServer(local), warmed_agent(settings)
        stack.callback(server.close)
        stack.callback(agent.close)
        yield from told(EngineBench(local, agent.engine("action"), server, prompts, sizes).rows())
        questions, tools = prompts.loop_questions[: sizes.rounds], fresh_tools(settings, stack)
        yield from told(share_of_steps(agent, questions, tools, STEPS))
