"""A model's own right programs in the place of annotated ones: scripted texts, real sandboxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from husky_kernel.agent.protocols import Generation, OnText, Request, Scores
from husky_kernel.agent.types import Step, Tokens, Trace
from husky_kernel.modules.coder import code_expert
from husky_kernel.modules.profile import load_profile
from husky_kernel.training.own_programs import Writing, is_program, with_own_programs
from husky_kernel.training.trajectories import Trajectory

EXPERT = code_expert(load_profile("qwen").prompts["code"])


class Writer:
    """Writes what ``program`` says of a question and a seed."""

    name = "writer"
    context_length = 4096

    def __init__(self, program: Callable[[str, int], str]) -> None:
        self.program = program
        self.asked: list[Request] = []

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        self.asked.append(request)
        code = self.program(request.messages[-1].content, request.seed)
        return Generation(f"{code}\n", Tokens(), "stop", None)

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        raise AssertionError("nothing is chosen here")

    def count_tokens(self, text: str) -> int:
        return len(text)

    def close(self) -> None:
        """Nothing."""


class BatchWriter(Writer):
    """The same for many at once."""

    def __init__(self, program: Callable[[str, int], str]) -> None:
        super().__init__(program)
        self.sizes: list[int] = []

    def generate_batch(self, requests: Sequence[Request]) -> list[Generation]:
        self.sizes.append(len(requests))
        return [self.generate(request) for request in requests]


def annotated(question: str, answer: str, code: str, tool: str = "code", context: str = "") -> Trajectory:
    steps = (Step(0, tool, "Compute it.", code, answer, answer),)
    trace = Trace(question, "annotation:set", answer=answer, steps=steps)
    return Trajectory(trace, "set", "MIT", "annotation", context)


EGGS = annotated("Ann has 3 boxes of 60 eggs. How many eggs?", "180", "3 * 60")
PENS = annotated("Bo has 2 packs of 5 pens. How many pens?", "10", "2 * 5")
DAY = annotated("Which day comes after Monday?", "Tuesday", "'Tuesday'")


def sampled(found: list[Trajectory], writer: Writer, **changes: int) -> list[Trajectory]:
    writing = replace(Writing(EXPERT, writer, samples=2), **changes)
    return with_own_programs(found, writing, 2, lambda line: None)


def test_a_right_program_replaces_the_annotated_one_and_a_wrong_one_does_not() -> None:
    def program(ask: str, seed: int) -> str:
        return "# boxes of eggs\neggs = 3 * 60\neggs" if "eggs" in ask and seed == 2 else "7"

    eggs, pens = sampled([EGGS, PENS], Writer(program))
    assert (eggs.origin, eggs.trace.model, eggs.trace.answer) == ("teacher", "writer", "180")
    [step] = eggs.trace.steps
    assert (step.step, step.call, step.output) == ("Compute it.", "# boxes of eggs\neggs = 3 * 60\neggs", "180")
    assert eggs.verified == ("executed", "answer")
    assert pens == PENS


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("'tuesday'", True),
        ("'Monday'", False),
        ("raise SystemExit", False),
        ("import os\nos._exit(1)", False),
        ("print('Tuesday')", True),
        ("None", False),
        ("1 +", False),
        ("'Tuesday ' * 100", False),
    ],
)
def test_words_and_what_a_program_may_do_to_itself(code: str, right: bool) -> None:
    [day] = sampled([DAY], Writer(lambda ask, seed: code), samples=1)
    assert (day.origin == "teacher") is right


def test_rounding_counts_as_another_answer() -> None:
    third = annotated("A third of 10?", "3.3333333333333335", "10 / 3")
    assert sampled([third], Writer(lambda ask, seed: "round(10 / 3, 2)")) == [third]
    [own] = sampled([third], Writer(lambda ask, seed: "10 * (1 / 3)"))
    assert own.origin == "teacher"


def test_every_question_is_sampled_with_its_seeds_and_a_batch_is_no_larger_than_it_may_be() -> None:
    writer = BatchWriter(lambda ask, seed: "180")
    eggs, pens, _ = sampled([EGGS, PENS, DAY], writer, samples=3, together=4)
    assert writer.sizes == [4, 4, 1]
    assert sorted(request.seed for request in writer.asked) == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert {request.temperature for request in writer.asked} == {0.7}
    assert eggs.origin == "teacher"
    assert pens.origin == "annotation"


def test_what_is_no_single_program_of_its_own_stays_and_is_not_asked() -> None:
    others = [
        annotated("What is the gold of Chad?", "3", "df", context="Variables:\ndf: DataFrame"),
        annotated("What is 2 + 3?", "5", "2 + 3 = 5", tool="math"),
        replace(EGGS, origin="correction"),
    ]
    assert not any(map(is_program, others))
    writer = Writer(lambda ask, seed: "180")
    assert sampled(others, writer) == others
    assert not writer.asked
