"""What is learned is what a run asks: pairs of a real run against the requests that its engine got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from runs import SALES, SCRIPT, solve

from husky_kernel.agent.protocols import Request, Tool
from husky_kernel.agent.types import Hint, Trace
from husky_kernel.modules.profile import Profile, load_profile
from husky_kernel.training.pairs.cutting import Cutter
from husky_kernel.training.pairs.pairs import Pair
from husky_kernel.training.pairs.worked import Worked


def cut(trace: Trace, profile: Profile, **about: object) -> list[Pair]:
    worked = Worked(trace, SALES.context, **about)  # type: ignore[arg-type]
    cutter = Cutter.of(profile, corrections=3.0)
    assert cutter.fits(worked)
    return list(cutter.cut(worked))


def is_asked(pair: Pair, asked: list[Request]) -> bool:
    return any(
        (pair.messages, pair.prefill, pair.role) == (request.messages, request.prefill, request.role)
        for request in asked
    )


@pytest.mark.parametrize("name", ["qwen", "smollm2", "small"])
def test_every_prompt_of_a_run_is_the_prompt_of_a_pair(
    name: str, small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path
) -> None:
    profile = small_profile if name == "small" else load_profile(name)
    trace, asked = solve(tmp_path, profile, tools)
    assert [step.status for step in trace.steps] == ["done"] * 4, trace
    pairs = cut(trace, profile)
    assert [pair.module for pair in pairs] == [
        *("action", "code", "action", "query", "rewrite"),
        *("action", "math", "action", "commonsense", "action"),
    ]
    assert all(is_asked(pair, asked) for pair in pairs)
    for request in asked:
        whole = replace(request, prefill="") if request.role == "action" else request  # the tool's tag is learned too
        assert any(pair.messages == whole.messages and pair.prefill == whole.prefill for pair in pairs)


def test_what_is_learned_is_what_was_written(small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path) -> None:
    trace, _ = solve(tmp_path, small_profile, tools)
    pairs = cut(trace, small_profile, source="a set", licence="MIT")
    written = {(pair.module, pair.completion) for pair in pairs}
    assert {("action", line) for line in SCRIPT["action"].values()} <= written
    assert ("code", SCRIPT["code"]["0"]) in written
    assert ("math", "5 / 2 = 2.5, which is not whole.\n\\boxed{2.5}") in written  # its lines are kept
    assert {("query", "odd number"), ("commonsense", "5 is odd.")} <= written
    assert ("rewrite", "An odd number is not divisible by 2.") in written
    [code] = [pair for pair in pairs if pair.module == "code"]
    assert (code.prefill, code.closing, code.source, code.licence) == ("```python\n", "\n```", "a set", "MIT")
    assert {pair.question for pair in pairs} == {SALES.question}
    assert len({(pair.module, pair.id) for pair in pairs}) == len(pairs)


def test_a_hint_counts_from_where_it_was_given(
    small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path
) -> None:
    trace, asked = solve(tmp_path, small_profile, tools, [Hint("Mind the units.", 0)])
    pairs = cut(trace, small_profile)
    assert all(is_asked(pair, asked) for pair in pairs)
    assert all("Note: Mind the units." in pair.messages[-1].content for pair in pairs)
    late = cut(replace(trace, hints=(Hint("Mind the units.", 2),)), small_profile)
    shown = ["Note:" in pair.messages[-1].content for pair in late]
    assert shown == [False] * 5 + [True] * 5


def test_failed_and_skipped_steps_are_shown_and_not_learned(
    small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path
) -> None:
    trace, _ = solve(tmp_path, small_profile, tools)
    first, second, *rest = trace.steps
    failed = replace(first, status="failed", output="This step has failed.")
    skipped = replace(second, status="stopped", output="The user skipped this step.")
    pairs = cut(replace(trace, steps=(failed, skipped, *rest)), small_profile)
    assert [pair.module for pair in pairs] == ["action", "math", "action", "commonsense", "action"]
    assert "This step has failed." in pairs[0].messages[-1].content


def test_what_a_person_wrote_weighs_more(small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path) -> None:
    trace, _ = solve(tmp_path, small_profile, tools)
    assert {pair.weight for pair in cut(trace, small_profile)} == {1.0}
    assert {pair.weight for pair in cut(trace, small_profile, corrected=True)} == {3.0}
    assert {pair.weight for pair in cut(trace, small_profile, corrected=True, weight=5.0)} == {5.0}
    edited = replace(trace.steps[0], author="human", status="edited")
    pairs = cut(replace(trace, steps=(edited, *trace.steps[1:])), small_profile)
    assert [pair.weight for pair in pairs] == [3.0, 3.0] + [1.0] * 8


def test_the_beginning_of_an_output_is_no_sentence_to_learn(
    small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path
) -> None:
    trace, _ = solve(tmp_path, small_profile, tools)
    code, search, *rest = trace.steps
    cut_off = replace(search, output=" ".join(search.observation.split())[:240] + " …")
    pairs = cut(replace(trace, steps=(code, cut_off, *rest)), small_profile)
    assert "rewrite" not in {pair.module for pair in pairs}


@pytest.mark.parametrize(
    "change",
    [{"status": "limit"}, {"status": "failed"}, {"answer": None}],
    ids=["forced", "failed", "no answer"],
)
def test_a_run_without_a_good_end_does_not_fit(
    change: dict[str, object], small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path
) -> None:
    trace, _ = solve(tmp_path, small_profile, tools)
    assert not Cutter.of(small_profile).fits(Worked(replace(trace, **change)))  # type: ignore[arg-type]


def test_a_run_by_a_tool_that_nobody_knows_does_not_fit(
    small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path
) -> None:
    trace, _ = solve(tmp_path, small_profile, tools)
    strange = replace(trace.steps[0], tool="teleport")
    assert not Cutter.of(small_profile).fits(Worked(replace(trace, steps=(strange,))))
