"""A teacher's samples through the loop, with a scripted model: right ones are kept, others counted by cause."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from husky_kernel.agent.protocols import Generation, OnText, Request
from husky_kernel.assembly import Agent
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.modules.profile import load_profile
from husky_kernel.tools.commonsense import CommonsenseTool
from husky_kernel.training.checks.worker import Worker
from husky_kernel.training.journal import Journal
from husky_kernel.training.teacher import Lesson, Teacher


class Recorded(ScriptedEngine):
    """Notes how it was asked to sample."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked: list[tuple[float, int]] = []

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        self.asked.append((request.temperature, request.seed))
        return super().generate(request, on_text)


def lesson(index: int, answer: str, fills: tuple[dict[str, Any], ...] = ({},)) -> Lesson:
    def right(fill: int, text: str | None, cells: Sequence[Any] | None) -> bool:
        return (text if fill == 0 else str(cells)) == answer

    return Lesson(index, f"What is {index}?", fills, "", right)


def teach(tmp_path: Path, worker: Worker, code: str, lessons: list[Lesson]) -> tuple[Journal, Recorded]:
    script = tmp_path / "script.json"
    # Questions that need nothing but themselves are answered by two programs that agree.
    replies = {"action": {"0": "[code] Compute.", "1": "[finish] 42"}, "code": {"0": code, "1": code}}
    script.write_text(json.dumps(replies))
    engine = Recorded(script)
    agent = Agent("scripted", {"action": engine}, {"action": load_profile("qwen")})
    teacher = Teacher(agent, {"commonsense": CommonsenseTool()}, worker, max_steps=3, samples=2)
    journal = Journal(tmp_path / "out.jsonl")
    list(teacher.teach(lessons, "set", "MIT", journal))
    return journal, engine


def test_right_samples_are_kept_and_sampling_changes_after_the_first(tmp_path: Path, worker: Worker) -> None:
    journal, engine = teach(tmp_path, worker, "40 + 2", [lesson(0, "42"), lesson(1, "41")])
    entries = list(journal.read())
    assert [entry.cause for entry in entries] == [None, None, "another answer", "another answer"]
    kept = entries[0].trajectory
    assert kept is not None
    assert (kept.origin, kept.source, kept.trace.answer) == ("teacher", "set", "42")
    assert kept.trace.steps[0].call == "40 + 2"
    # Per question: program, second program; then both sampled, the second program by a seed of its own.
    assert engine.asked == [(0.0, 0), (0.7, 1), (0.7, 1), (0.7, 1001)] * 2


def test_a_failed_step_is_not_learnt_from_even_if_the_answer_is_right(tmp_path: Path, worker: Worker) -> None:
    journal, _ = teach(tmp_path, worker, "import os\nos._exit(1)", [lesson(0, "42")])
    assert {entry.cause for entry in journal.read()} == {"a step failed"}


def test_a_program_must_be_right_on_every_fill(tmp_path: Path, worker: Worker) -> None:
    journal, _ = teach(tmp_path, worker, "42", [lesson(0, "42", ({"x": 42}, {"x": 7}))])
    assert {entry.cause for entry in journal.read()} == {"right by accident"}


def test_what_was_tried_is_not_tried_again(tmp_path: Path, worker: Worker) -> None:
    teach(tmp_path, worker, "40 + 2", [lesson(0, "42")])
    journal, engine = teach(tmp_path, worker, "40 + 2", [lesson(0, "42")])
    assert engine.asked == []
    assert len(list(journal.read())) == 2
