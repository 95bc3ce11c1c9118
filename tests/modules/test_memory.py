"""Solved questions that are shown to the coder when something like them is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.coder import code_expert
from husky_kernel.modules.memory import MOST, ROOM, Memory, Solved
from husky_kernel.modules.profile import load_profile

PROMPT = load_profile("qwen").prompts["code"]
STEP = Step(0, "code", "Compute.")
LAMP = Solved("A lamp is bought for $40 and sold for $50. What is the profit in percent?", "(50 - 40) / 40 * 100")
TASK = Task("A lamp is bought for $8 and sold for $9. What is the profit in percent?")
UNITS = Solved("Which region sold most units?", "sales.groupby('region').units.sum().idxmax()", context="sales: table")


def memory(*solved: Solved) -> Memory:
    return Memory(lambda: solved)


def test_the_most_alike_stands_last_right_before_the_question() -> None:
    other = replace(LAMP, question=LAMP.question.replace("lamp", "desk"), program="1")
    request = code_expert(PROMPT, memory(LAMP, other)).request(TASK, (), STEP)
    assert [message.content for message in request.messages[-3::2]] == [turn_of(LAMP), turn_of(TASK)]
    assert request.messages[-2].content == "```python\n(50 - 40) / 40 * 100\n```"
    (first, less), (second, most) = request.remembered
    assert (first, second) == (other.question, LAMP.question)
    assert less < most == pytest.approx(1)


def test_what_never_changes_is_the_same_with_it_and_without() -> None:
    plain, reminded = (code_expert(PROMPT, one).request(TASK, (), STEP) for one in (None, memory(LAMP)))
    assert plain.fixed == reminded.fixed
    assert plain.messages[: plain.fixed] == reminded.messages[: plain.fixed]
    assert (plain.messages[-1], len(plain.messages) + 2) == (reminded.messages[-1], len(reminded.messages))


def test_another_question_is_shown_nothing() -> None:
    task = Task("How many hours does a train need for 300 miles at 60 miles an hour?")
    assert memory(LAMP).like(task, PROMPT) == ()
    assert code_expert(PROMPT, memory(LAMP)).request(task, (), STEP) == code_expert(PROMPT).request(task, (), STEP)


def test_later_steps_are_shown_what_was_done_and_nothing_else() -> None:
    done = replace(STEP, call="x = 1", output="1")
    assert code_expert(PROMPT, memory(LAMP)).request(TASK, (done,), replace(STEP, index=1)).remembered == ()


def test_a_failure_is_told_with_the_same_examples() -> None:
    assert code_expert(PROMPT, memory(LAMP)).request(TASK, (), STEP, "NameError").remembered[0][0] == LAMP.question


def test_questions_of_variables_have_examples_of_variables() -> None:
    of_numbers, of_tables = Task(UNITS.question), Task(UNITS.question, "stock: table")
    assert shown(memory(UNITS), of_numbers) == []
    assert shown(memory(UNITS), of_tables) == [UNITS.shown("")]
    assert shown(memory(replace(UNITS, context="")), of_tables) == []


def test_variables_are_told_once_and_only_where_they_may_be() -> None:
    for solved, context, told in [(UNITS, UNITS.context, ""), (UNITS, "stock: table", UNITS.context)]:
        [example] = shown(memory(solved), Task("Which region sold least units?", context))
        assert (example.question, example.context) == (UNITS.question, told)
    [example] = shown(memory(replace(UNITS, told=False)), Task(UNITS.question, "stock: table"))
    assert (example.target, example.context) == (UNITS.program, "")


def test_questions_of_variables_need_not_be_so_much_alike() -> None:
    asked = "Which region of the north had the best month?"
    assert shown(memory(replace(UNITS, context="")), Task(asked)) == []
    assert shown(memory(UNITS), Task(asked, "stock: table")) == [UNITS.shown("")]
    assert shown(memory(UNITS), Task("Draw a histogram.", "stock: table")) == []


def test_few_are_shown_and_no_more_than_there_is_room_for() -> None:
    assert len(memory(*[LAMP] * 9).like(TASK, PROMPT)) == MOST
    long = replace(LAMP, program="x = 1\n" * (ROOM // 10))
    assert shown(memory(long, long), TASK) == [long.shown("")]
    assert memory(replace(LAMP, program="x" * ROOM)).like(TASK, PROMPT) == ()


def test_it_knows_what_differs_in_numbers_only() -> None:
    coder = code_expert(PROMPT, memory(LAMP))
    assert coder.recalls(TASK)
    long = replace(LAMP, question=f"{'It is a fine day in May. ' * 9}{LAMP.question}")
    other = Task(long.question.replace("profit", "loss"))
    assert shown(memory(long), other) == [long.shown("")]
    assert not code_expert(PROMPT, memory(long)).recalls(other)
    assert not code_expert(PROMPT).recalls(TASK)


def test_what_is_new_is_seen_at_once() -> None:
    known: list[tuple[Solved, ...]] = [()]
    growing = Memory(lambda: known[-1])
    assert growing.like(TASK, PROMPT) == ()
    known.append((LAMP,))
    assert shown(growing, TASK) == [LAMP.shown("")]


def shown(remembering: Memory, task: Task) -> list[Example]:
    """The examples for ``task``."""
    return [example for example, _ in remembering.like(task, PROMPT)]


def turn_of(asked: Solved | Task) -> str:
    """The user's turn of a question of numbers."""
    return f"Question: {asked.question}"
