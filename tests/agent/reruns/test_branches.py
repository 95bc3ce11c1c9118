from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from husky_kernel.agent.cost.timeline import Timeline
from husky_kernel.agent.cost.usage import Usage
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.reruns.branches import Why, grow, line, lines, promote, record
from husky_kernel.agent.types import Seconds, Step, Trace


def step(index: int, text: str, **more: object) -> Step:
    return Step(index, "code", text, call=f"{text} = 1", output=text, seconds=Seconds(tool=1.5), **more)  # type: ignore[arg-type]


def steps(words: str) -> tuple[Step, ...]:
    return tuple(step(index, word) for index, word in enumerate(words))


FIRST = Trace("q", "m", answer="abc", steps=steps("abc"))


def ended(trace: Trace, words: str, answer: str | None = None) -> Trace:
    """What a run makes of ``trace``: its steps stay, ``words`` follow."""
    more = tuple(step(len(trace.steps) + at, word) for at, word in enumerate(words))
    return record(replace(trace, steps=(*trace.steps, *more), answer=answer, status="finished"))


def texts(trace: Trace, id: str) -> str:
    return "".join(step.step for step in line(trace, id).steps)


def again(trace: Trace) -> Trace:
    """The trace as it comes back from a file."""
    return Trace.from_json(json.loads(json.dumps(trace.to_json())))


def test_a_run_without_branches_has_one_line_and_says_nothing_of_it() -> None:
    assert FIRST.to_json()["branches"] == []
    assert FIRST.to_json()["branch"] == "b1"
    assert again(FIRST) == FIRST
    [only] = lines(FIRST)
    assert (only.id, only.parent, only.at, only.why, only.steps) == ("b1", None, 0, "first", FIRST.steps)
    assert record(FIRST) is FIRST


def test_a_trace_of_before_there_were_branches_reads_well() -> None:
    data = FIRST.to_json()
    del data["branch"], data["branches"]
    assert Trace.from_json(data) == FIRST


def test_each_line_has_its_own_time_and_tokens() -> None:
    timed = replace(FIRST, steps=tuple(replace(one, timeline=Timeline(tool=1.0, wall=1.0)) for one in FIRST.steps))
    timed = replace(timed, timeline=Timeline(tool=3.0, wall=4.0), roles={"code": Usage(9)})
    forked = grow(timed, 1, "edit")
    assert (forked.timeline, forked.roles) == (Timeline(tool=1.0, wall=1.0), {})
    other = again(ended(replace(forked, timeline=Timeline(wall=7.0), roles={"code": Usage(5)}), "x"))
    assert (other.timeline.wall, other.roles["code"].prefilled) == (7.0, 5)
    back = promote(other, "b1")
    assert (back.timeline, back.roles) == (timed.timeline, timed.roles)


def test_a_new_line_keeps_the_steps_before_it_and_the_old_line() -> None:
    forked = grow(FIRST, 1, "edit")
    assert forked.branch == "b2"
    assert (forked.answer, forked.status) == (None, "stopped")
    assert forked.steps[0] is FIRST.steps[0]
    assert len(forked.steps) == 1
    done = ended(forked, "xy", "axy")
    assert [texts(done, id) for id in ("b1", "b2")] == ["abc", "axy"]
    assert [(one.parent, one.at, one.why, one.answer) for one in done.branches] == [
        (None, 0, "first", "abc"),
        ("b1", 1, "edit", "axy"),
    ]
    assert (done.id, done.created) == (FIRST.id, FIRST.created)


def test_the_json_holds_each_step_of_a_line_once_and_whole_lines_come_back() -> None:
    done = ended(grow(ended(grow(FIRST, 1, "edit"), "xy", "2"), 2, "flip"), "z", "3")
    own = [[step["step"] for step in item["steps"]] for item in done.to_json()["branches"]]
    assert own == [["a", "b", "c"], ["x", "y"], ["z"]]
    assert again(done) == done
    assert texts(again(done), "b3") == "axz"


def test_a_line_whose_parent_is_missing_is_refused() -> None:
    data = ended(grow(FIRST, 1, "edit"), "x").to_json()
    del data["branches"][0]
    with pytest.raises(ValueError, match="the line b2 goes on from step 1 of b1, which is not there"):
        Trace.from_json(data)


def test_promoting_brings_back_steps_status_and_answer() -> None:
    failed = record(replace(grow(FIRST, 2, "hint"), status="failed", error="no"))
    back = promote(failed, "b1")
    assert (back.branch, back.steps, back.answer, back.status, back.error) == (
        "b1",
        FIRST.steps,
        "abc",
        "finished",
        None,
    )
    assert promote(back, "b2") == failed
    with pytest.raises(UseError, match="there is no line 'b9': there are b1, b2"):
        promote(failed, "b9")
    assert promote(FIRST, "b1") == FIRST


def test_each_line_has_its_own_live_answer() -> None:
    about = {"answer_kind": "number", "confidence": "checked", "notes": ("of 3 rows",)}
    first = replace(FIRST, answer="5", value=5, **about)  # type: ignore[arg-type]
    left = grow(first, 1, "undo")
    assert (left.value, left.answer, left.answer_kind, left.confidence, left.notes) == (None, None, "none", "none", ())
    second = record(replace(left, answer="6", value=6, answer_kind="number", status="finished"))
    back = promote(second, "b1")
    assert (back.value, back.answer, back.answer_kind, back.confidence) == (5, "5", "number", "checked")
    assert promote(back, "b2").value == 6
    read = promote(again(back), "b1")
    assert (read.value, read.answer_kind, read.confidence, read.notes) == (None, "number", "checked", ("of 3 rows",))


def test_a_line_goes_on_from_the_promoted_one() -> None:
    both = ended(grow(FIRST, 1, "edit"), "x")
    third = ended(grow(promote(both, "b1"), 2, "rerun"), "y")
    assert [(one.id, one.parent, texts(third, one.id)) for one in third.branches] == [
        ("b1", None, "abc"),
        ("b2", "b1", "ax"),
        ("b3", "b1", "aby"),
    ]


def test_a_trace_that_left_its_line_without_a_word_becomes_a_line_of_its_own() -> None:
    both = ended(grow(FIRST, 1, "edit"), "xy")
    other = record(replace(both, steps=steps("axQ"), answer="axQ"))
    assert (other.branch, texts(other, "b2"), texts(other, "b3")) == ("b3", "axy", "axQ")
    assert (line(other, "b3").parent, line(other, "b3").at) == ("b2", 2)


def test_a_line_cannot_be_left_where_it_never_was() -> None:
    for at in (-1, 4):
        with pytest.raises(ValueError, match="cannot be left"):
            grow(FIRST, at, "edit")


WHYS: tuple[Why, ...] = ("edit", "flip", "rerun", "skip", "hint")


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_done_no_step_of_any_line_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    trace, seen = FIRST, {("b1", "abc")}
    for turn in range(25):
        match chance.randrange(4):
            case 0:
                trace = grow(trace, chance.randint(0, len(trace.steps)), chance.choice(WHYS))
            case 1:
                trace = ended(trace, chance.choice(["", str(turn % 10), "pq"])) if trace.branches else trace
            case 2:
                trace = promote(trace, chance.choice(lines(trace)).id)
            case 3:  # a caller that replaced steps and said nothing
                trace = replace(trace, steps=steps(chance.choice(["ab", "zz", "abc", ""])))
                trace = record(trace if trace.branches else FIRST)
        trace = again(trace)
        assert line(trace, trace.branch).steps == trace.steps
        for id, words in seen:
            assert texts(trace, id).startswith(words)
        seen = {(one.id, texts(trace, one.id)) for one in lines(trace)}
        assert [one.id for one in lines(trace)] == [f"b{number + 1}" for number in range(len(seen))]
