"""What a program about the user's data came to is computed once more, and what most come to is the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import eq
from typing import Any

import pytest
from pack import FakeEngine, FakeExpert, FakeTool, make_team

from husky_kernel.agent.acting import MILD, WARM
from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.answers.ending import taken
from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import Stopped, UseError
from husky_kernel.agent.events import Event, Standing
from husky_kernel.agent.loop import Redo, run
from husky_kernel.agent.protocols import Request, Work
from husky_kernel.agent.team import Alike
from husky_kernel.agent.types import Action, Observation, Step, Task, Tokens, Trace, Turn

POLICY = Policy(opening="code", plan={"code": "Use t."}, second="Once more.")
ASKED = Task("Units per region?", "Variables:\nt")


def came(value: Any, **more: Any) -> Observation:
    return Observation(str(value), result=Result("number", str(value), value), **more)


FAILED = Observation("", ok=False, error="KeyError: 'a'")


def solved(
    first: Observation,
    *then: Observation,
    task: Task = ASKED,
    most: int = 5,
    wrote: tuple[str, float | None] = ("a", None),
    alike: Alike = eq,
    policy: Policy = POLICY,
    listen: Callable[[Event], None] = lambda event: None,
    **more: Any,
) -> tuple[Trace, list[str]]:
    values = iter([first, *then])
    text, least = wrote
    tool = FakeTool("code", lambda call: next(values))
    engine = FakeEngine(
        {},
        {
            ("code", 0): lambda _: (text, Tokens(20, 10, 3), "stop", None, Work(), least),
            ("code", 1): "b",
            ("code", 2): "c",
        },
    )
    team = replace(make_team(tool, policy=policy), alike=alike)
    return drive(run(task, team, most, **more), lambda role: engine, team.tools, listen), tool.calls


def test_two_that_agree_are_checked() -> None:
    trace, calls = solved(came(3), came(3))
    assert calls == ["a", "b"]
    assert (trace.answer, trace.confidence, trace.status) == ("3", "checked", "finished")
    assert [step.step for step in trace.steps] == ["Use t.", "Once more."]


def test_one_that_was_written_twice_is_no_second_way() -> None:
    trace, calls = solved(came(3), came(3), wrote=(" b", None))
    assert [call.strip() for call in calls] == ["b", "b"]
    assert (trace.answer, trace.confidence) == ("3", "computed")
    trace, _ = solved(came(3), came(3), came(3), wrote=("b", None))
    assert trace.confidence == "computed"


class Shown(FakeExpert):
    """Notes by which examples each program is asked for."""

    def request(self, task: Task, history: Sequence[Step], step: Step, failure: str | None = None) -> Request:
        self.ways.append(step.index)
        return super().request(task, history, step, failure)

    ways: list[int]


@pytest.mark.parametrize(
    ("first", "ways", "warmth"), [(came(3), [0, 0, 0], [0.0, WARM, WARM]), (FAILED, [0, 1, 1], [0.0, MILD, MILD])]
)
def test_another_program_is_asked_for_in_the_same_way_unless_the_first_was_lost(
    first: Observation, ways: list[int], warmth: list[float]
) -> None:
    values = iter([first, first, came(4), came(5)] if first is FAILED else [first, came(4), came(5)])
    tool, expert = FakeTool("code", lambda call: next(values)), Shown("code")
    engine, expert.ways = FakeEngine({}, {("code", 0): ["a", "aa"], ("code", 1): "b", ("code", 2): "c"}), []
    team = replace(make_team(tool, policy=POLICY), experts={"code": expert})
    drive(run(ASKED, team, 5), lambda role: engine, team.tools)
    programs = {asked.step: asked for asked in engine.asked if asked.role == "code"}
    asked = [0] if first is FAILED else []
    assert expert.ways == [*asked, *ways]
    assert [each.temperature for each in programs.values()] == warmth


def test_what_has_no_value_is_compared_by_its_line() -> None:
    """As where a saved run goes on, or where programs run in another process."""
    one, other = (Observation(said, result=Result("number", said)) for said in ("3", "4"))
    assert solved(one, one)[0].confidence == "checked"
    assert solved(one, other, other)[0].answer == "4"


def test_the_first_answers_where_all_differ_and_is_unsure() -> None:
    trace, calls = solved(came(3), came(4, notes=("of the other",)), came(5))
    assert calls == ["a", "b", "c"]
    assert (trace.answer, trace.value, trace.confidence) == ("3", 3, "unsure")
    assert trace.notes == ("another program came to 4", "another program came to 5")


def test_a_person_takes_what_another_program_came_to() -> None:
    trace, _ = solved(came(3), came(4, notes=("of the other",)), came(5))
    assert trace.finish["others"] == [1, 2]
    chosen = taken(trace, 1)
    assert (chosen.answer, chosen.value, chosen.answer_kind, chosen.confidence) == ("4", 4, "number", "computed")
    assert chosen.notes[1:] == ("of the other",)
    assert (chosen.finish["by"], chosen.finish["others"]) == (1, [0, 2])
    assert taken(chosen, 0).value == 3


@pytest.mark.parametrize("index", [0, 7])
def test_only_what_came_to_another_answer_is_taken(index: int) -> None:
    trace, _ = solved(came(3), came(4), came(5))
    with pytest.raises(UseError, match=f"step {index + 1} came to no other answer"):
        taken(trace, index)


def same_values(one: Any, other: Any) -> bool:
    return sorted(getattr(one, "values", lambda: one)()) == sorted(getattr(other, "values", lambda: other)())


def test_of_two_that_agree_the_one_with_names_answers() -> None:
    bare = Observation("(1, 2)", result=Result("table", "1, 2", (1, 2)))
    named = Observation("a 1\nb 2", result=Result("table", "2 rows: a 1; b 2", {"a": 1, "b": 2}))
    trace, _ = solved(bare, named, alike=same_values)
    assert (trace.answer, trace.confidence) == ("2 rows: a 1; b 2", "checked")
    trace, _ = solved(came(3), came(3))
    assert trace.finish["by"] == 0


def test_what_two_of_three_came_to_is_the_answer_and_the_other_is_told() -> None:
    trace, _ = solved(came(3), came(4), came(4, notes=("of the third",)))
    assert (trace.answer, trace.value, trace.confidence) == ("4", 4, "unsure")
    assert trace.notes == ("another program came to 3",)


@pytest.mark.parametrize("then", [FAILED, Observation("")])
def test_one_that_comes_to_nothing_does_not_count_and_is_not_repaired(then: Observation) -> None:
    trace, calls = solved(came(3), then, came(3))
    assert calls == ["a", "b", "c"]
    assert (trace.answer, trace.confidence, trace.status) == ("3", "checked", "finished")


def test_a_chart_that_another_program_draws_is_no_vote() -> None:
    figure = replace(came(3), result=Result("figure", "1 figure", None))
    trace, _ = solved(came(3), figure, came(3))
    assert (trace.answer, trace.confidence, trace.notes) == ("3", "checked", ())


def test_one_that_stands_alone_is_unsure() -> None:
    trace, calls = solved(came(3), FAILED, came(4, against=("it is too large",)))
    assert calls == ["a", "b", "c"]
    assert (trace.answer, trace.confidence) == ("3", "unsure")
    assert trace.notes == ("no other program came to a value that this one could be held against",)


def test_what_speaks_against_the_first_is_not_said_of_another() -> None:
    against = came(3, against=("it is too small",))
    trace, calls = solved(against, against, came(4), came(4))
    assert calls == ["a", "a", "b", "c"]
    assert (trace.answer, trace.value, trace.confidence, trace.notes) == ("4", 4, "checked", ())


def test_another_program_is_put_right_where_that_takes_no_model() -> None:
    values = iter([came(3), came(5, against=("it is too large",)), came(3)])
    tool, engine = FakeTool("code", lambda call: next(values)), FakeEngine({}, {("code", 0): "a", ("code", 1): "b"})
    team = make_team(tool, policy=POLICY)
    team = replace(team, experts={"code": FakeExpert("code", cured=("b", "c"))})
    trace = drive(run(ASKED, team, 5), lambda role: engine, team.tools)
    assert tool.calls == ["a", "b", "c"]
    assert trace.confidence == "checked"


def test_where_something_speaks_against_all_the_first_answers() -> None:
    trace, _ = solved(*(came(value, against=(f"{value} is too small",)) for value in (3, 4, 5, 6)))
    assert (trace.answer, trace.confidence, trace.notes) == ("4", "unsure", ("4 is too small",))


def test_where_the_first_fails_another_answers() -> None:
    trace, calls = solved(FAILED, FAILED, FAILED, came(4))
    assert calls == ["a", "a", "b", "c"]
    assert (trace.answer, trace.status) == ("4", "finished")


@pytest.mark.parametrize("most", [1, 5])
def test_where_all_fail_there_is_no_answer(most: int) -> None:
    trace, _ = solved(*[FAILED] * 4, most=most)
    assert (trace.answer, trace.status) == (None, "failed")
    assert "KeyError" in (trace.error or "")
    assert len(trace.steps) == min(most, 3)


@pytest.mark.parametrize(
    ("first", "task"),
    [
        (replace(came(3), result=Result("figure", "1 figure", None)), ASKED),
        (came(3), replace(ASKED, changes=True)),
        (came(3), replace(ASKED, words=True)),
        (FAILED, replace(ASKED, changes=True)),
    ],
)
def test_what_cannot_be_compared_is_not_computed_again(first: Observation, task: Task) -> None:
    trace, _ = solved(first, first, first, task=task)
    assert "Once more." not in [step.step for step in trace.steps]


def test_what_goes_on_from_a_question_without_an_answer_is_unsure() -> None:
    trace, calls = solved(came(3), task=replace(ASKED, unanswered="Units?"))
    assert calls == ["a"]
    assert (trace.confidence, trace.notes) == ("unsure", ("it goes on from a question that has no answer: Units?",))


@pytest.mark.parametrize("sure", [True, False])
def test_what_goes_on_from_an_answer_that_is_unsure_is_so_too(sure: bool) -> None:
    turns = (Turn("Units?", "t", "4"), Turn("And in May?", "t", "3", sure))
    trace, _ = solved(came(3), came(3), task=replace(ASKED, turns=turns, follows=True))
    assert trace.confidence == ("checked" if sure else "unsure")
    assert trace.notes == (() if sure else ("it goes on from an answer that is unsure: And in May?",))


def test_what_a_person_wrote_is_not_computed_again() -> None:
    redo = Redo(Action("code", "Use t."), call="mine", edited=True)
    trace, calls = solved(came(3), redo=redo)
    assert calls == ["mine"]
    assert trace.answer == "3"


def test_what_a_person_wrote_in_place_of_another_program_is_the_answer() -> None:
    first = solved(came(3), came(3))[0].steps[:1]
    redo = Redo(Action("code", "Once more."), call="mine", edited=True)
    trace, calls = solved(came(4), past=first, redo=redo)
    assert calls == ["mine"]
    assert (trace.answer, trace.value) == ("4", 4)
    assert trace.notes == ("another program came to 3",)


def test_of_a_long_answer_of_another_program_the_beginning_is_told() -> None:
    trace, _ = solved(came(3), came("4" * 900), came(5))
    assert len(trace.notes[0]) < 300


def test_that_an_answer_is_being_checked_is_told_at_once() -> None:
    told: list[object] = []
    solved(came(3), came(3), listen=told.append)
    standing = [event for event in told if isinstance(event, Standing)]
    assert [(event.result.value, event.index) for event in standing] == [(3, 0)]


def test_where_nothing_is_checked_nothing_stands_before_the_end() -> None:
    told: list[object] = []
    solved(came(3), wrote=("a", 0.9), policy=replace(POLICY, sure=0.5), listen=told.append)
    assert not [event for event in told if isinstance(event, Standing)]


@pytest.mark.parametrize("against", [(), ("it is against it",)])
def test_who_stops_the_check_has_the_answer(against: tuple[str, ...]) -> None:
    def stops(call: str) -> Observation:
        if len(calls) > (2 if against else 1):
            raise Stopped("stopped by the user")
        return replace(came(3), against=against)

    tool = FakeTool("code", stops)
    calls = tool.calls
    engine = FakeEngine({}, {("code", 0): ["a", "b"], ("code", 1): "c"})
    team = make_team(tool, policy=POLICY)
    trace = drive(run(ASKED, team, 5), lambda role: engine, team.tools)
    assert (trace.status, trace.answer, trace.value) == ("finished", "3", 3)
    assert trace.confidence == ("unsure" if against else "computed")
    assert [step.status for step in trace.steps] == ["done"]


def test_who_stops_the_first_program_has_no_answer() -> None:
    def stops(call: str) -> Observation:
        raise Stopped("stopped by the user")

    team = make_team(FakeTool("code", stops), policy=POLICY)
    trace = drive(run(ASKED, team, 5), lambda role: FakeEngine({}, {("code", 0): "a"}), team.tools)
    assert (trace.status, trace.answer) == ("stopped", None)
    assert [step.status for step in trace.steps] == ["stopped"]


@pytest.mark.parametrize(("least", "count"), [(0.6, 1), (0.4, 2), (None, 2)])
def test_one_that_was_written_without_a_doubt_is_enough(least: float | None, count: int) -> None:
    trace, calls = solved(came(3), came(3), wrote=("a", least), policy=replace(POLICY, sure=0.5))
    assert len(calls) == count
    assert trace.confidence == ("computed" if count == 1 else "checked")


def test_one_that_was_written_anew_is_computed_again_however_sure_it_was() -> None:
    against = replace(came(3), against=("it is against it",))
    trace, calls = solved(against, came(3), came(3), wrote=("a", 0.9), policy=replace(POLICY, sure=0.5))
    assert len(calls) == 3
    assert trace.confidence == "checked"


def test_without_checks_one_is_enough() -> None:
    assert POLICY.unchecked().second == ""
