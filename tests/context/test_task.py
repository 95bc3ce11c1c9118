"""A question is put to the models in one way, wherever it is asked."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.agent.types import Task
from husky_kernel.context.task import task_of

BUDGET = 700
boats = pd.DataFrame({"name": ["Alk", "Bas", "Alk"], "crew": ["4", "7", "4"]})


def asked(question: str) -> Task:
    return task_of(question, {"boats": boats}, BUDGET)


def test_what_is_told_of_the_variables_stands_in_it() -> None:
    task = asked("What is the average crew of the boats?")
    assert "boats" in task.context
    assert (task.words, task.changes, task.tool) == (False, False, "")


@pytest.mark.parametrize("question", ["Remove the boats that are in it twice.", "Make crew in boats a number."])
def test_a_change_that_is_asked_for_is_known(question: str) -> None:
    assert asked(question).changes


def test_an_answer_in_words_is_known() -> None:
    assert asked("Explain why Bas has the largest crew of all boats.").words


def test_a_question_about_something_else_is_nothing_but_itself() -> None:
    assert asked("How high is Mount Kenya?") == Task("How high is Mount Kenya?")
