"""``husky bench loop``: our loop, and others beside it, on the same questions with the same model."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.agent.errors import UseError
from husky_kernel.cli.bench.options import Json, Model, Out, Yes

if TYPE_CHECKING:
    from husky_kernel.bench.loop.questions import Asked, Race, Row, Side
    from husky_kernel.config import Settings

PEERS = ("unchecked", "reference", "smolagents")


def loop(
    data: Annotated[Path, typer.Option("--data", help="The set's records, JSON lines, gzipped or not.")],
    name: Annotated[str, typer.Option("--set", metavar="NAME", help="A benchmark whose questions are text.")] = "gsm8k",
    limit: Annotated[int, typer.Option("--limit", min=1, help="So many questions.")] = 20,
    model: Model = None,
    peers: Annotated[
        list[str] | None,
        typer.Option("--peer", help="unchecked, reference or smolagents; may be repeated. Default: all."),
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="The time of a question on one side.")] = 120.0,
    out: Out = None,
    json: Json = False,
    yes: Yes = False,
) -> None:
    """Our loop, a model of the reference's loop, and smolagents' CodeAgent, with one model file and one llama.cpp.

    The side unchecked is our loop where it solves each question once (--no-check).

    Programs that the model writes are run on this computer, by our side with limits, by the others as they do it.
    """
    from husky_kernel.bench.loop.report import outcome
    from husky_kernel.cli.bench.outcome import measure
    from husky_kernel.config import load_settings
    from husky_kernel.eval.benchmarks import benchmark

    wanted = tuple(dict.fromkeys(peers or PEERS))
    if unknown := [peer for peer in wanted if peer not in PEERS]:
        raise UseError(f"there is no peer {unknown[0]!r}: choose from {', '.join(PEERS)}")
    asked = _asked(name, data, limit)
    settings = load_settings(model=model, max_steps=benchmark(name).max_steps, download_without_asking=yes or None)
    bench = _Bench(asked, wanted, settings, seconds)
    measure(bench.rows, lambda rows: outcome(rows, bench.model, bench.notes), json, out, bench.stop)


class _Bench:
    """The race with all its sides, set up on the thread that measures."""

    def __init__(self, asked: list[Asked], peers: tuple[str, ...], settings: Settings, seconds: float) -> None:
        from husky_kernel.bench.local_model import find

        self._asked, self._peers, self._settings, self._seconds = asked, peers, settings, seconds
        self._local = find(settings)
        self._race: Race | None = None
        self.model = self._local.name
        self.notes: list[str] = []

    def rows(self) -> Iterator[Row]:
        """All rows; sides are closed at the end."""
        from husky_kernel.bench.loop.questions import Race
        from husky_kernel.cli.bench.outcome import tell

        with ExitStack() as stack:
            self._race = Race(self._asked, self._sides(stack), self._seconds)
            for at, row in enumerate(self._race.rows(), 1):
                state = "over time" if row.over else "solved" if row.solved else "not solved"
                tell(f"{at}: question {row.question}, {row.side}: {row.seconds:.1f} s, {state}")
                yield row

    def stop(self) -> None:
        """End soon."""
        if self._race is not None:
            self._race.stop()

    def _sides(self, stack: ExitStack) -> list[Side]:
        from husky_kernel.bench.loop.our_side import Ours
        from husky_kernel.bench.loop.questions import UNCHECKED
        from husky_kernel.bench.loop.reference_side import Reference
        from husky_kernel.bench.loop.smolagents_side import Smolagents
        from husky_kernel.cli.bench.outcome import tell
        from husky_kernel.cli.bench.tools import fresh_tools, warmed_agent
        from husky_kernel.engines.openmp import yielding

        # Before llama.cpp is loaded in this process for the peers: all sides' threads wait for each other alike.
        os.environ.update(yielding(os.environ))
        tools, steps = fresh_tools(self._settings, stack), self._settings.max_steps
        once = replace(self._settings, check_answers=False)
        makers: dict[str, Callable[[], Side]] = {
            UNCHECKED: lambda: Ours(warmed_agent(once), tools, steps, UNCHECKED),
            "reference": lambda: Reference(self._local, tools()["search"], steps),
            "smolagents": lambda: Smolagents(self._local, tell),
        }
        sides: list[Side] = [Ours(warmed_agent(self._settings), tools, steps)]
        for peer in self._peers:
            try:
                sides.append(makers[peer]())
            except UseError as error:
                tell(f"without {peer}: {error}")
                self.notes.append(f"without {peer}: {error}")
        for side in sides:
            stack.callback(side.close)
        return sides


def _asked(name: str, data: Path, limit: int) -> list[Asked]:
    from husky_kernel.bench.loop.questions import Asked
    from husky_kernel.eval.benchmarks import benchmark, read_questions

    hint = benchmark(name).answer_hint
    found = []
    for question in read_questions(name, data, limit):
        if any(question.namespaces()):
            raise UseError(f"questions of {name} are about variables, which the peers do not have: name another set")
        text = f"{question.question.rstrip()} {hint}".rstrip()
        found.append(Asked(question.index, text, partial(question.solved, 0)))
    return found
