"""The questions spread over a Ray cluster: Ray Data feeds a pool of actors, each of which loads the model.

Ray's own scheduler decides which actor gets the next question; there is none of ours. Without an address in
``RAY_ADDRESS`` a local cluster is started. Where many requests should share one model, serve it with vLLM instead and
give every actor ``--engine openai``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from threading import Event
from time import perf_counter
from typing import Any

from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.eval.journal import Journal
from husky_kernel.eval.plan import Plan
from husky_kernel.eval.report import Item


class Actor:
    """One worker: a loaded agent and a sandbox. Rows are questions; what it gives are items as JSON."""

    def __init__(self, plan: Plan) -> None:
        from husky_kernel.assembly import load_agent
        from husky_kernel.eval.lanes import Lanes

        agent = load_agent(plan.model, plan.settings, lambda text, fraction: None)
        self._lane = Lanes(agent, plan.agents, plan.settings, plan.answer_hint)(0, Event())
        self._solvers = self._lane.__enter__()
        self._plan = plan

    def __call__(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Answer question number ``turn`` by the agents named in ``agents``."""
        from husky_kernel.eval.runner import in_turn, solve

        turn, wanted = int(row["turn"]), str(row["agents"]).split()
        question = self._plan.questions[turn]
        solvers = [solver for solver in in_turn(turn, self._solvers) if solver.name in wanted]
        return {"items": json.dumps({s.name: solve(s, question).to_json() for s in solvers}, default=str)}


def run_on_ray(plan: Plan, journal: Journal, tell: Callable[[str], object]) -> float:
    """Solve what the journal does not have with ``plan.workers`` actors; seconds, earlier starts included.

    Raises
    ------
    UseError
        If Ray is not installed.
    EngineError
        If an actor cannot be started or the cluster fails; the journal has what was finished.
    """
    try:
        import ray
        from ray.data import ActorPoolStrategy, DataContext, from_items
    except ImportError as error:
        raise UseError("--ray needs Ray: pip install 'husky-kernel[scale]'") from error
    start = perf_counter()
    rows = [
        {"turn": turn, "agents": " ".join(left)}
        for turn, question in enumerate(plan.questions)
        if (left := [agent for agent in plan.agents if (agent, question.index) not in journal.done])
    ]
    _join(ray, plan.workers)
    DataContext.get_current().enable_progress_bars = False
    try:
        # A block a question, so that an actor that is done takes the next one at once.
        answers = from_items(rows, override_num_blocks=len(rows)).map(
            Actor,
            fn_constructor_args=(plan,),
            compute=ActorPoolStrategy(size=plan.workers),
            num_gpus=min(1.0, ray.cluster_resources().get("GPU", 0.0) / plan.workers),
        )
        for answer in answers.iter_rows():
            for agent, data in json.loads(answer["items"]).items():
                item = Item.from_json(data)
                journal.add(agent, item, perf_counter() - start)
                tell(f"{agent} {item.index}: {'right' if item.correct else item.cause} ({item.seconds:.1f} s)")
    except ray.exceptions.RayError as error:
        raise EngineError(f"the Ray cluster failed: {one_line(str(error))[-500:]}") from error
    return journal.seconds + perf_counter() - start


def _join(ray: Any, workers: int) -> None:
    """Join the cluster of ``RAY_ADDRESS``; without one start a local one, with room for all workers."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    if ray.is_initialized():
        return
    if os.environ.get("RAY_ADDRESS"):
        try:
            ray.init(log_to_driver=False)
        except (ConnectionError, ray.exceptions.RayError) as error:
            reason = one_line(str(error))
            raise EngineError(f"the Ray cluster at RAY_ADDRESS does not answer: {reason}") from error
    else:
        ray.init(num_cpus=max(workers, os.cpu_count() or 1), log_to_driver=False, include_dashboard=False)
