from __future__ import annotations

import pickle
from typing import Any

import pytest

from husky_kernel.eval.benchmarks import BENCHMARKS
from husky_kernel.eval.question import Question

TABLE = "['Pears', '$2 per pound']\n['Plums', '$3 per pound']\n"


def ask(name: str, answer: object, question: str = "?") -> Question:
    return BENCHMARKS[name].read(0, {"index": 4, "question": question, "answer": answer})


@pytest.mark.parametrize(
    ("name", "answer", "text", "right", "as_reference"),
    [
        ("gsm8k", "18", "3 boys and 18", True, False),
        ("gsm8k", "18", "18 girls, 3 boys", False, True),
        ("math", r"\frac{1}{2}", r"$\frac{1}{2}$", True, False),
        ("math", "2i", "(1+i)^2", True, False),
        ("gdm", "True", "Yes.", True, False),
        ("gdm", "5*v**2", "5*v**9", False, True),
        ("gdm", "2528.9", "2529", False, False),
        ("mathqa", "14.0625", "14.06", True, False),
        ("mathqa", "30", "0.3", False, True),
        ("tabmwp", "1,374", "She has 1374.", True, True),
        ("tabmwp", "1.23", "12.3", False, True),
        ("tabmwp", "shortage", "There is a shortage.", True, False),
        ("finqa", "9.3", "9.31", True, False),
        ("finqa", "-12.14", "12.14", False, True),
        ("finqa", "yes", "Yes, it did.", True, False),
        ("tatqa", "25%", "0.25", True, False),
        ("mmqa", "the Rovers", "Rovers", True, True),
        ("strategyqa", False, "No, it is not.", True, True),
        ("strategyqa", True, "The answer is yes.", True, False),
        ("strategyqa", True, None, False, False),
        ("bamboogle", "August 25, 2012", "25 August 2012", True, False),
        ("hotpotqa", "London", "It is London.", True, False),
        ("drop", "52", "52 yards", True, True),
        ("iirc", "27", "He was 27 in 1815", False, True),
        ("huskyqa", 1972, "1,972", True, True),
        ("huskyqa", "1972", "In 2020 it was 1972", True, False),
    ],
)
def test_both_metrics(name: str, answer: object, text: str | None, right: bool, as_reference: bool) -> None:
    question = ask(name, answer)
    assert question.solved(0, text) is right
    assert question.solved_as_reference(text) is as_reference


@pytest.mark.parametrize(
    ("name", "answer", "cells", "right"),
    [
        ("gsm8k", "18", [18.0], True),
        ("gsm8k", "18", [17], False),
        ("gdm", "-1, 0, 1/5", [-1, 0, 0.2], True),
        ("gdm", "True", [True], True),
        ("strategyqa", True, [False], False),
        ("tabmwp", "no", [False], True),
    ],
)
def test_the_values_of_a_program_count(name: str, answer: object, cells: list[Any], right: bool) -> None:
    assert ask(name, answer).solved(0, "printed before: 99", cells) is right


def test_a_question_is_asked_as_it_stands_and_can_be_sent_to_another_process() -> None:
    question = ask("tabmwp", "6", TABLE + "How much do 3 pounds of pears cost?")
    assert question.index == 4
    assert question.question.startswith("['Pears'")
    assert question.namespaces() == ({},)
    assert pickle.loads(pickle.dumps(question)) == question


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name not in ("wtq", "dabench", "wikisql")])
@pytest.mark.parametrize("text", ["", " ", "@[", "\\", "\\frac{", "$", "((((", "%", "-", "é" * 3000, "1e999", "NaN"])
def test_garbage_is_wrong_and_never_crashes(name: str, text: str) -> None:
    question = ask(name, True if name == "strategyqa" else "18")
    assert not question.solved(0, text)
    assert not question.solved_as_reference(text)
    assert not question.solved(0, None)
    assert not question.solved_as_reference(None)
