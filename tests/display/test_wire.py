from dataclasses import replace

from husky_kernel.agent.effects import Effects
from husky_kernel.agent.types import Seconds, Step, Tokens, Trace
from husky_kernel.display.tree import Branch, Side
from husky_kernel.display.wire import card_of, end_of, side_of

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


def test_a_step_that_waits_shows_its_call_and_nothing_that_came_out_before() -> None:
    card = card_of(replace(STEP, effects=Effects(created=("x",))), "waiting", "step mode", ["from outside"])
    assert (card["status"], card["why"], card["untrusted"]) == ("waiting", "step mode", ["from outside"])
    assert (card["call"], card["observation"], card["output"], card["outputs"]) == ("len(df)", "", "", [])
    assert card["effects"] is None


def test_effects_and_the_checkpoint_of_a_finished_step() -> None:
    card = card_of(replace(STEP, effects=Effects(created=("x",), outside=("wrote a",))), "done", undoable={2})
    assert card["effects"] is not None
    assert (card["effects"]["created"], card["effects"]["outside"]) == (["x"], ["wrote a"])
    assert card["undoable"]
    assert not card_of(STEP, "done", undoable={1})["undoable"]
    assert card_of(STEP, "done")["effects"] is None


def test_a_side_is_its_line_and_its_cards_without_rich_outputs() -> None:
    side = side_of(Side(Branch("b", "a", 1, "finished", "3", 1, True, "flip"), [STEP]))
    assert (side["id"], side["parent"], side["at"], side["live"], side["why"]) == ("b", "a", 1, True, "flip")
    assert [(card["index"], card["output"]) for card in side["cards"]] == [(2, "There are 3 rows.")]
    assert "outputs" not in side["cards"][0]


def test_reason_repairs_and_notes_are_told() -> None:
    step = replace(STEP, reason="r", repairs=("p",), notes=("a", "b"), against=("b",))
    card = card_of(step, "done")
    assert (card["reason"], card["repairs"], card["notes"]) == ("r", ["p"], ["b", "a"])
    assert card_of(step, "running")["notes"] == []


def test_the_end_tells_what_the_answer_is_worth() -> None:
    end = end_of(Trace("?", "m", answer="3", answer_kind="number", confidence="checked", notes=("n",)))
    assert (end["kind"], end["confidence"], end["notes"]) == ("number", "checked", ["n"])
