"""What one run of `husky eval run` measures, and where its journal and reports go."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from husky_kernel import models
from husky_kernel.assembly import chosen_model, examples_in, profile_of
from husky_kernel.config import Settings
from husky_kernel.eval.about import About, versions
from husky_kernel.eval.benchmarks import benchmark
from husky_kernel.eval.journal import Identity, Journal
from husky_kernel.eval.question import Question
from husky_kernel.eval.report import Report, write_report
from husky_kernel.machine import machine
from husky_kernel.models import TeamSpec


@dataclass(frozen=True, slots=True)
class Plan:
    """The set and its questions, the agents, the model and its settings; ``out`` None keeps nothing."""

    set: str
    agents: tuple[str, ...]
    questions: Sequence[Question]
    settings: Settings
    seed: int | None = None
    workers: int = 1
    out: Path | None = None

    @property
    def model(self) -> str:
        """The model or team that the settings choose."""
        return chosen_model(self.settings)

    @property
    def answer_hint(self) -> str:
        """What the benchmark tells every agent of the form of an answer."""
        return benchmark(self.set).answer_hint

    def journal(self) -> Journal:
        """The journal beside the report, as far as it got. Raises UseError if it is another run's."""
        identity = Identity(
            self.set, self.model, self.agents, self.settings.max_steps, checksum(self.model, self.settings)
        )
        path = None if self.out is None else self.out.with_name(f"{self.out.name}.items.jsonl")
        return Journal(path, identity)

    def reports(self, journal: Journal, seconds: float) -> list[Report]:
        """A report an agent, of what the journal has; ``seconds`` is the wall time of the run."""
        about = About(
            profile=checksum(self.model, self.settings),
            max_steps=self.settings.max_steps,
            seed=self.seed,
            workers=self.workers,
            wall_seconds=round(seconds, 3),
            machine=machine(),
            versions=versions(),
        )
        indices = [question.index for question in self.questions]
        return [Report(self.set, agent, self.model, journal.items(agent, indices), about) for agent in self.agents]

    def write(self, reports: Sequence[Report]) -> None:
        """Write them to ``out``: with several agents, each beside it under its own name."""
        for report in reports if self.out is not None else ():
            write_report(report, self.place(report.agent))

    def place(self, agent: str) -> Path:
        """The file of an agent's report."""
        assert self.out is not None
        return self.out if len(self.agents) == 1 else self.out.with_stem(f"{self.out.stem}.{agent}")


def checksum(model: str, settings: Settings) -> str:
    """Of all prompts and rules that a model or team is given, the baselines' too: 12 hexadecimal digits.

    Raises UseError if the file of examples is not one."""
    spec = models.resolve(model)
    members = spec.members if isinstance(spec, TeamSpec) else {"action": spec}
    parts = [f"{role}: {profile_of(member, settings)!r}" for role, member in sorted(members.items())]
    parts.append((files("husky_kernel.eval.agents") / "prompts.toml").read_text(encoding="utf-8"))
    if settings.examples:
        parts.append(f"examples: {examples_in(settings.examples)!r}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
