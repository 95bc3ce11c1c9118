"""What an adapter is checked with before it is switched on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.assembly import load_agent
from husky_kernel.config import load_settings
from husky_kernel.corrections import Correction
from husky_kernel.training.gate import Marks, compare, mark
from husky_kernel.training.pairs.held_out import likeness, score, split
from husky_kernel.training.regression import ShortTask, read_tasks


def correction(number: int, question: str, after: str = "1 + 1", tool: str = "code") -> Correction:
    kind = "code" if tool == "code" else "tool"
    return Correction(kind, question, f"run{number}", 0, tool=tool, step="Do.", after=after, id=f"c{number}")  # type: ignore[arg-type]


def test_whole_questions_are_kept_back_and_always_the_same() -> None:
    items = [correction(number, f"Question {number // 2}?") for number in range(20)]
    train, kept_back = split(items)
    assert len(train) + len(kept_back) == 20
    assert 4 <= len(kept_back) <= 6
    assert not {item.question for item in train} & {item.question for item in kept_back}
    again = split(list(reversed(items)))[1]
    assert {item.id for item in again} == {item.id for item in kept_back}
    more = split([*items, correction(99, "One more?")])
    assert {item.id for item in more[0]} & {item.id for item in train}


def test_one_question_alone_cannot_be_checked() -> None:
    with pytest.raises(UseError, match="another one too"):
        split([correction(number, "The same?") for number in range(12)])


@pytest.mark.parametrize(
    ("module", "said", "wanted", "low", "high"),
    [
        ("code", "x=1 # one", "x = 1", 1.0, 1.0),
        ("code", "df.mean()", "df['a'].mean()", 0.5, 0.95),
        ("code", "x = = 1", "x = 1", 0.5, 0.99),
        ("action", "[code] Add  them.", "[code] add them.", 1.0, 1.0),
        ("action", "[math] Add them.", "[code] Add them.", 0.0, 0.0),
        ("action", "[code] Sum.", "[code] Add them.", 0.1, 0.9),
    ],
)
def test_how_alike(module: str, said: str, wanted: str, low: float, high: float) -> None:
    assert low <= likeness(module, said, wanted) <= high


def test_an_agent_is_scored_by_what_it_writes(tmp_path: Path) -> None:
    replies = {"action": {"0": "[code] Add them."}, "code": {"0": "```python\n1+1\n```"}}
    (tmp_path / "model.json").write_text(json.dumps(replies))
    agent = load_agent(f"scripted:{tmp_path / 'model.json'}", load_settings(), lambda text, fraction: None)
    steps = [correction(0, "A?", "Add them.", "math"), correction(1, "B?", "1 + 1")]
    assert score(agent, steps[1:]) == 1.0
    assert score(agent, steps[:1]) == 0.0  # another tool
    assert score(agent, []) == 0.0
    told: list[str] = []
    tasks = read_tasks()[:2]
    marks = mark(agent, steps, tasks, lambda agent, task: task is tasks[0], told.append)
    assert marks == Marks(0.5, 0.5)
    assert len(told) == 2


@pytest.mark.parametrize(
    ("before", "after", "passed"),
    [
        (Marks(0.5, 0.5), Marks(0.5, 0.5), True),
        (Marks(0.5, 0.5), Marks(0.9, 0.6), True),
        (Marks(0.5, 0.5), Marks(0.9, 0.4), False),
        (Marks(0.5, 0.5), Marks(0.4, 0.9), False),
    ],
)
def test_nothing_may_get_worse(before: Marks, after: Marks, passed: bool) -> None:
    found = compare(before, after, 3, 20)
    assert found.passed is passed
    assert found.line().startswith("passed" if passed else "kept out")
    assert f"held-out corrections: 50% -> {after.held_out:.0%} of 3" in found.line()


def test_a_gate_that_checked_nothing_is_not_passed() -> None:
    found = compare(Marks(0.0, 0.0), Marks(0.0, 0.0), 0, 0)
    assert not found.passed
    assert found.line() == "kept out: nothing was checked"


def test_the_short_tasks_are_answered_by_what_they_say() -> None:
    tasks = read_tasks()
    assert len(tasks) == 20
    assert len({task.question for task in tasks}) == 20
    for task in tasks:
        assert task.solved(f"The answer is {task.answer}.")
        assert not task.solved("no idea")
        assert not task.solved(None)
        assert all(len(frame) for frame in task.frames().values())


@pytest.mark.parametrize(
    ("answer", "given", "right"),
    [
        ("31375", "It is 31,375.", True),
        ("27.9", "27.90 dollars", True),
        ("27.9", "27", False),
        ("109", "14 * 9 - 17 = 109", True),
        ("109", "109 of 126", False),
        ("Lab", "the lab", True),
        ("Lab", "the Labrador", False),
    ],
)
def test_answers(answer: str, given: str, right: bool) -> None:
    assert ShortTask("?", answer).solved(given) is right


def test_the_answers_about_tables_come_from_the_tables() -> None:
    """Each is derived once more, by pandas."""
    by_question = {task.question: task for task in read_tasks() if task.tables}
    derived = {
        "Which team": lambda staff: staff.groupby("team").pay.mean().idxmax(),
        "How many people": lambda staff: int((staff.pay > 4400).sum()),
        "What is the total pay": lambda staff: int(staff[staff.team == "Sales"].pay.sum()),
        "What is the total revenue": lambda sales: float((sales.units * sales.price).sum()),
        "In sales": lambda sales: sales.groupby("region").units.sum().idxmax(),
        "In visits": lambda visits: float(visits[visits.rain == "yes"].visitors.mean()),
    }
    assert len(by_question) == len(derived)
    for beginning, derive in derived.items():
        [task] = [task for question, task in by_question.items() if question.startswith(beginning)]
        assert task.solved(str(derive(*task.frames().values())))
