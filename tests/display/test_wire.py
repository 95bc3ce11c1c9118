from dataclasses import replace

from husky_kernel.agent.types import Seconds, Step, Tokens
from husky_kernel.display.wire import card_of

STEP = Step(
    2,
    "code",
    "Count the rows.",
    call="len(df)",
    observation="3",
    output="There are 3 rows.",
    seconds=Seconds(0.5, 1.0, 0.25, 0.25),
    tokens=Tokens(900, 800, 30),
    tool_scores={"code": 0.75, "math": 0.25},
    outputs=({"output_type": "stream", "name": "stdout", "text": "3"},),
    sources=({"title": "A"},),
)


def test_a_finished_step_is_told_whole() -> None:
    card = card_of(STEP, "done")
    assert card["status"] == "done"
    assert (card["call"], card["output"], card["observation"]) == ("len(df)", "There are 3 rows.", "3")
    assert (card["seconds"], card["tokens"]) == (2.0, 30)
    assert card["scores"] == {"code": 0.75, "math": 0.25}
    assert card["outputs"] == [{"output_type": "stream", "name": "stdout", "text": "3"}]
    assert card["sources"] == [{"title": "A"}]


def test_the_status_is_the_phase_until_the_step_is_done() -> None:
    failed = replace(STEP, status="failed", error="KeyError: 'a'")
    assert card_of(failed, "running")["status"] == "running"
    assert card_of(failed, "done")["status"] == "failed"


def test_a_repair_starts_from_an_empty_call_below_the_failure() -> None:
    card = card_of(replace(STEP, error="KeyError: 'a'", output=""), "writing")
    assert card["call"] is None
    assert card["error"] == "KeyError: 'a'"
    assert card["outputs"]


def test_a_run_starts_without_the_outputs_of_the_attempt_before() -> None:
    card = card_of(replace(STEP, error="KeyError: 'a'"), "running")
    assert (card["call"], card["error"], card["outputs"], card["observation"]) == ("len(df)", None, [], "")


def test_the_sentence_is_empty_until_it_is_written() -> None:
    card = card_of(STEP, "rewriting")
    assert (card["output"], card["observation"]) == ("", "3")
