"""``husky bench growth``: what longer histories, more questions at once and more tables cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from husky_kernel.cli.bench.options import Json, Model, Out, Quick, Yes

if TYPE_CHECKING:
    from husky_kernel.bench.growth import Sizes
    from husky_kernel.bench.local_model import LocalModel
    from husky_kernel.bench.outcome import Measured
    from husky_kernel.config import Settings


def growth(
    model: Model = None,
    quick: Quick = False,
    out: Out = None,
    json: Json = False,
    yes: Yes = False,
) -> None:
    """Steps 1 to 20 of a run, 1 to 16 questions at once, contexts of 1 to 200 tables."""
    from husky_kernel.bench.growth import QUICK, Sizes
    from husky_kernel.bench.growth_report import outcome
    from husky_kernel.bench.local_model import find
    from husky_kernel.cli.bench.outcome import measure
    from husky_kernel.config import load_settings

    settings = load_settings(model=model, download_without_asking=yes or None)
    local, sizes = find(settings), QUICK if quick else Sizes()
    measure(lambda: _rows(local, settings, sizes), lambda rows: outcome(rows, local.name), json, out)


def _rows(local: LocalModel, settings: Settings, sizes: Sizes) -> Iterator[Measured]:
    from husky_kernel.bench.contexts import contexts
    from husky_kernel.bench.growth import at_once, steps
    from husky_kernel.bench.prompts import load_prompts
    from husky_kernel.cli.bench.outcome import told
    from husky_kernel.cli.bench.tools import warmed_agent

    prompts = load_prompts()
    agent = warmed_agent(settings)
    count = agent.engine("action").count_tokens
    yield from told(contexts(settings.context_tokens, count, prompts.contexts_question, sizes.frames, sizes.rounds))
    agent.close()
    yield from told(steps(local, prompts, sizes))
    yield from told(at_once(local, prompts, sizes))
