"""A task of several parts: each is solved by steps of its own, and told what those before it came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pack import FakeEngine, FakeTool, make_team

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.events import Event, Progress, Review, Verdict
from husky_kernel.agent.loop import Redo, run
from husky_kernel.agent.part import Plan
from husky_kernel.agent.reruns.keeping import rerun_kept
from husky_kernel.agent.types import Action, Observation, Step, Task, Trace, Turn

POLICY = Policy(opening="code", plan={"code": "Use t."}, second="Once more.")
PARTS = ("Clean it.", "Count it per town.", "Plot that.")
ASKED = Task("Clean it, then count it per town, then plot that.", "Variables:\nt", parts=PARTS)


def came(value: Any, **more: Any) -> Observation:
    return Observation(str(value), result=Result("number", str(value), value), **more)


class Notebook:
    """Answers programs by what they are called, and remembers what each part was told."""

    def __init__(self, **values: Observation) -> None:
        self.tool = FakeTool("code", lambda call: values[call])
        self.told: list[tuple[str, tuple[Turn, ...], int]] = []

    def prepare(self, task: Task, words: str, turns: tuple[Turn, ...], steps: Sequence[Step]) -> Task:
        self.told.append((words, turns, len(steps)))
        return replace(task, question=words, turns=turns, changes=words.startswith("Clean"), parts=())

    def team(self) -> Any:
        return replace(make_team(self.tool, policy=POLICY), prepare=self.prepare)

    def solve(
        self,
        programs: Sequence[str],
        review: Callable[[Review], Verdict | None] = lambda event: None,
        listen: Callable[[Event], object] = lambda event: None,
        task: Task = ASKED,
        **more: Any,
    ) -> Trace:
        engine = FakeEngine({}, {("code", index): text for index, text in enumerate(programs)})
        team = self.team()
        return drive(run(task, team, 5, **more), lambda role: engine, team.tools, listen, review)


def test_each_part_is_solved_and_told_what_came_before() -> None:
    notebook = Notebook(a=came(1), b=came(2), c=came(2), d=came(3), e=came(3))
    trace = notebook.solve("abcde")
    assert notebook.tool.calls == [*"abcde"]  # a change is made once, what is counted and plotted is checked
    assert [(step.part, step.step) for step in trace.steps] == [
        (0, PARTS[0]), (1, PARTS[1]), (1, "Once more."), (2, PARTS[2]), (2, "Once more."),
    ]  # fmt: skip
    assert (trace.answer, trace.value, trace.confidence) == ("1; 2; 3", 3, "computed")
    assert trace.parts == PARTS
    assert (trace.finish["by"], trace.finish["parts"]) == (3, [0, 1, 3])
    words, turns, done = notebook.told[-1]
    assert (words, done) == (PARTS[2], 3)
    assert turns == (Turn(PARTS[0], "a", "1"), Turn(PARTS[1], "b", "2"))
    assert Trace.from_json(trace.to_json()).steps[3].part == 2
    assert Trace.from_json(trace.to_json()).parts == PARTS


def test_an_answer_is_no_surer_than_its_weakest_part() -> None:
    doubtful = came(2, against=("10 rows are left out",))
    trace = Notebook(a=came(1), b=doubtful, c=doubtful, d=doubtful, e=came(3), f=came(3)).solve("abcdef")
    assert trace.confidence == "unsure"
    assert "10 rows are left out" in trace.notes


def test_a_part_that_fails_for_good_ends_the_run_and_says_which() -> None:
    broken = Observation("", ok=False, error="KeyError: 'town'")
    trace = Notebook(a=came(1), b=broken, c=broken, d=broken).solve(["a", "b", "c", "d"])
    assert trace.status == "failed"
    assert trace.answer is None
    assert (trace.error or "").startswith("part 2 of 3: KeyError: 'town'")
    assert trace.steps[0].status == "done"


def skip(*parts: int) -> Callable[[Review], Verdict | None]:
    return lambda event: Verdict("skip") if event.step.part in parts else None


def test_a_part_that_is_skipped_is_left_out() -> None:
    notebook = Notebook(a=came(1), c=came(3), d=came(3))
    trace = notebook.solve("abcd", skip(1))
    assert (trace.answer, trace.status) == ("1; 3", "finished")
    assert [step.status for step in trace.steps] == ["done", "stopped", "done", "done"]
    assert notebook.told[-1][1] == (Turn(PARTS[0], "a", "1"),)


def test_without_its_last_part_a_task_ends_with_the_one_before() -> None:
    trace = Notebook(a=came(1), b=came(2), c=came(2)).solve("abcd", skip(2))
    assert (trace.answer, trace.value, trace.status) == ("1; 2", 2, "finished")


def test_a_task_whose_parts_are_all_skipped_has_no_answer() -> None:
    trace = Notebook().solve("abc", skip(0, 1, 2))
    assert (trace.answer, trace.status) == (None, "failed")


def test_parts_that_have_not_begun_may_be_changed() -> None:
    plan, taken = Plan(list(PARTS)), []

    def move(event: Event) -> None:
        if isinstance(event, Progress) and event.step.part == 0:
            taken.append(plan.change([PARTS[0], "Sort  it.", " "]))
            taken.append(plan.change(["Begin otherwise.", "Sort it."]))

    notebook = Notebook(a=came(1), b=came(2), c=came(2))
    trace = notebook.solve("abc", listen=move, plan=plan)
    assert taken[:2] == [True, False]
    assert trace.parts == ("Clean it.", "Sort it.")
    assert notebook.told[-1][0] == "Sort it."
    assert trace.answer == "1; 2"


def test_other_words_for_a_step_are_other_words_for_its_part() -> None:
    notebook = Notebook(a=came(1), b=came(2), c=came(2), d=came(3), e=came(3))
    first = notebook.solve("abcde")
    redo = Redo(Action("code", "Count it per year."), None, part=1)
    again = notebook.solve("abcde", past=first.steps[:1], redo=redo, trace=first)
    assert again.parts == (PARTS[0], "Count it per year.", PARTS[2])
    assert [step.part for step in again.steps] == [0, 1, 2, 2, 2]
    assert notebook.told[-1][1][1].question == "Count it per year."
    assert again.answer == "1; 2; 3"


def test_a_person_rewords_a_part_before_it_runs() -> None:
    def reword(event: Review) -> Verdict | None:
        edited = event.step.part == 1 and event.step.author == "model"
        return Verdict("act", step="Count it per year.", edited=True) if edited else None

    notebook = Notebook(a=came(1), b=came(2), c=came(2), d=came(3), e=came(3))
    assert notebook.solve("abcde", reword).parts[1] == "Count it per year."


def test_what_follows_is_kept_in_its_parts() -> None:
    notebook = Notebook(a=came(1), b=came(2), c=came(2), d=came(3), e=came(3), z=came(9))
    first = notebook.solve("abcde")
    team = notebook.team()
    redo = Redo(Action("code", PARTS[0]), "z")
    loop = rerun_kept(ASKED, team, (), redo, first.steps[1:], first)
    again = drive(loop, lambda role: FakeEngine({}, {}), team.tools)
    assert [step.part for step in again.steps] == [0, 1, 1, 2, 2]
    assert again.answer == "9; 2; 3"
    assert again.finish["parts"][:2] == [0, 1]
