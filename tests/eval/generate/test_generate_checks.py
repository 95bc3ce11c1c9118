"""Rounding, running a program, and what a rewording may change."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from husky_kernel.agent.protocols import Engine, Generation, OnText, Request, Scores
from husky_kernel.eval.generate.execution import execute
from husky_kernel.eval.generate.generation import Generator
from husky_kernel.eval.generate.programs import rounded
from husky_kernel.eval.generate.recipes import recipes
from husky_kernel.eval.generate.wording import Wording
from husky_kernel.eval.generate.writer import Writer
from husky_kernel.tools.search import SearchTool


@pytest.mark.parametrize(
    ("value", "rule", "text"),
    [
        ("2.44", 1, "2.4"),
        ("2.45", 1, None),
        ("3", 1, "3.0"),
        ("12.345", 2, None),
        ("12.3451", 2, "12.35"),
        ("1971.9", 0, "1972"),
        ("0.5", 0, None),
        ("1234567", -3, "1235000"),
        ("1500", -3, None),
        ("26.1", "up", "27"),
        ("26.9", "down", "26"),
        ("26", "down", None),
        ("26", "exact", "26"),
        ("26.5", "exact", None),
    ],
)
def test_an_answer_on_the_edge_of_rounding_is_none(value: str, rule: int | str, text: str | None) -> None:
    assert rounded(Fraction(value), rule) == text


def test_a_program_is_run_and_its_output_kept() -> None:
    assert execute("import math, statistics, collections\nprint(math.floor(2.5))").output == "2"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("x = (", "SyntaxError"),
        ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "not allowed|No module"),
        ("import os\nos.system('true')", "not allowed"),
        ("import subprocess\nsubprocess.run(['true'])", "not allowed"),
        ("open('left_behind.txt', 'w')", "not allowed"),
        ("import ctypes", "not allowed|No module"),
        ("x = 'a' * 10**10", "MemoryError"),
    ],
)
def test_a_program_that_fails_or_reaches_out_is_stopped(code: str, error: str, tmp_path: Path) -> None:
    outcome = execute(code)
    assert outcome.error
    assert any(part in outcome.error for part in error.split("|")), outcome.error


def test_an_endless_program_and_endless_output_are_cut_off() -> None:
    assert "took more than 2 s" in str(execute("while True: pass", seconds=2).error)
    outcome = execute("while True: print('x' * 1000)")
    assert outcome.error
    assert len(outcome.output) <= 10_000


QUESTION = Wording(
    "How many times larger is the area of Texas than that of Ohio, to one decimal place?",
    ("Texas", "Ohio"),
    ("to one decimal place",),
)


@pytest.mark.parametrize(
    "text",
    [
        "To one decimal place, how many times larger is the area of Texas than that of Ohio?",
        "The area of Texas is how many times larger than Ohio's, to one decimal place?",
    ],
)
def test_a_rewording_that_asks_the_same_is_kept(text: str) -> None:
    assert QUESTION.kept_by(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How many times larger is the area of Ohio than that of Texas, to one decimal place?",
        "How many times larger is the area of Texas than that of Ohio?",
        "How many times larger is the area of Texas than that of Maine, to one decimal place?",
        "How many times smaller is the area of Texas than that of Ohio, to one decimal place?",
        "How many times larger is the population of Texas than that of Ohio, to one decimal place?",
        "How many times larger is the area of Texas (268596) than that of Ohio, to one decimal place?",
        "How many times larger is the area of Texas than that of Ohio, to one decimal place?\nAnswer: 6.0.",
        "How many times larger is the area of Texas than that of Ohio, to one decimal place",
    ],
)
def test_a_rewording_that_asks_something_else_is_not_kept(text: str) -> None:
    assert not QUESTION.kept_by(text)


class Helper(Engine):
    """Rewords by turning the sentence round; its programs say ``reply``."""

    name = "helper"
    context_length = 1000

    def __init__(self, reply: str, rewords: bool = True) -> None:
        self.reply, self.rewords = reply, rewords
        self.asked: list[Request] = []

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        self.asked.append(request)
        question = request.messages[-1].content
        if request.role == "program":
            return Generation(self.reply)
        return Generation(f"Say: {question}" if self.rewords else "What is it?")

    def score(self, request: Request, choices: object) -> Scores:
        return Scores({})

    def count_tokens(self, text: str) -> int:
        return len(text)

    def close(self) -> None:
        pass


MOONS = [recipe for recipe in recipes("space") if recipe.name == "moon_count"]


def test_a_models_words_are_taken_and_its_wrong_program_is_told(search: SearchTool) -> None:
    helper = Helper("print(-1)")
    generator = Generator(search, MOONS, writer=Writer(helper))
    [made] = generator.questions(1)
    assert made.question.startswith("Say: ")
    assert made.verified_by == "equations solved by sympy over a second search"
    assert generator.counts.model == {"rewordings kept": 1, "programs differ or fail": 1}
    [program] = [request for request in helper.asked if request.role == "program"]
    shown = program.messages[-1].content
    assert all(figure.text in shown for figure in made.draw.figures.values())
    assert made.draw.recipe.code not in shown


def test_a_models_own_program_that_agrees_is_named(search: SearchTool) -> None:
    [plain] = Generator(search, MOONS).questions(1)
    helper = Helper(f"```python\nprint({plain.answer})\n```", rewords=False)
    generator = Generator(search, MOONS, writer=Writer(helper))
    [made] = generator.questions(1)
    assert made.question == plain.question
    assert made.verified_by == "equations solved by sympy over a second search; a program by helper"
    assert generator.counts.model == {"rewordings not kept": 1, "programs agree": 1}
