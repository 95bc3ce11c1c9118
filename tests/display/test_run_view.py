from dataclasses import replace
from typing import Any

import pytest
from comm.base_comm import BaseComm

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.types import Seconds, Step, Trace
from husky_kernel.display.run_view import RunView
from husky_kernel.display.view import Branch, Command, Side, View
from husky_kernel.display.widget import unpin

STEP = Step(0, "code", "Count the rows.", call="len(df)", output="There are 3 rows.", seconds=Seconds(expert=1.0))
FIGURE = {"output_type": "display_data", "data": {"image/png": "A" * 100_000}, "metadata": {}}
TRACE = Trace("How many?", "some-model")


class Wire(BaseComm):
    """A comm that keeps what is sent."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        super().__init__(target_name="jupyter.widget")

    def publish_msg(self, msg_type: str, data: Any = None, **more: Any) -> None:
        if msg_type == "comm_msg" and data["method"] == "custom":
            self.messages.append(data["content"])

    def press(self, **content: Any) -> None:
        self.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


@pytest.fixture
def commands() -> list[Command]:
    return []


@pytest.fixture
def view(commands: list[Command]) -> RunView:
    view = RunView("How many?", "some-model", commands.append)
    view.widget.comm = Wire()
    return view


def messages(view: RunView) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = view.widget.comm.messages
    return sent


def replayed(view: RunView) -> dict[str, Any]:
    """What a front end that was there from the beginning has made of the messages."""
    run: dict[str, Any] = {}
    cards: dict[int, dict[str, Any]] = {}
    for message in messages(view):
        if message["type"] == "run":
            run = dict(message["run"])
        elif message["type"] == "card":
            card = message["card"]
            cards[card["index"]] = {"outputs": cards.get(card["index"], {}).get("outputs", []), **card}
        elif message["type"] == "outputs":
            card = cards[message["index"]]
            card["outputs"] = [*card["outputs"][: message["kept"]], *message["outputs"]]
        elif message["type"] == "truncate":
            cards = {index: card for index, card in cards.items() if index < message["count"]}
        else:
            for piece in message.get("pieces", []):
                target = run if piece["field"] == "answer" else cards[piece["index"]]
                target[piece["field"]] = (target[piece["field"]] or "") + piece["text"]
    return {"run": run, "cards": [cards[index] for index in sorted(cards)]}


def play(view: View) -> None:
    view.status("Loading some-model", 0.5)
    view.started(TRACE, 8)
    view.step(Step(0, "", ""), "planning")
    view.step(Step(0, "code", ""), "planning")
    for piece in ("Count ", "the ", "rows."):
        view.text(0, "step", piece)
    view.step(Step(0, "code", "Count the rows."), "writing")
    for piece in ("len(", "df", ")"):
        view.text(0, "call", piece)
    view.step(replace(STEP, output=""), "running")
    view.step(replace(STEP, output="", outputs=(FIGURE,)), "rewriting")
    view.text(0, "output", "There are 3 rows.")
    view.step(replace(STEP, outputs=(FIGURE,)), "done")
    view.step(Step(1, "", ""), "planning")
    view.step(Step(1, "finish", ""), "planning")
    for piece in ("3", "!"):
        view.text(1, "answer", piece)


def test_a_view_that_comes_later_finds_what_the_messages_told(view: RunView) -> None:
    play(view)
    state = view.widget.get_state(["run", "cards"])
    assert state == replayed(view) | {"run": state["run"]}
    assert [card["call"] for card in state["cards"]] == ["len(df)"]
    view.status("")  # brings the last piece, and the run as it is
    assert replayed(view) == view.widget.get_state(["run", "cards"])
    assert view.widget.run["answer"] == "3!"


def test_the_end_is_the_trace_whatever_was_shown(view: RunView) -> None:
    play(view)
    view.finished(replace(TRACE, steps=(STEP,), answer="3 rows", status="limit", error="forced"))
    run, cards = view.widget.run, view.widget.cards
    assert (run["status"], run["answer"], run["error"], run["id"]) == ("limit", "3 rows", "forced", TRACE.id)
    assert [(card["index"], card["status"], card["outputs"]) for card in cards] == [(0, "done", [])]
    assert run["seconds"] >= 0
    assert replayed(view) == view.widget.get_state(["run", "cards"])


def test_an_answer_that_is_being_checked_is_shown_until_the_end(view: RunView) -> None:
    view.started(TRACE, 8)
    view.step(STEP, "done")
    view.standing(Result("number", "3", 3), 0)
    told = {name: view.widget.run[name] for name in ("answer", "kind", "by", "confidence", "status")}
    assert told == {"answer": "3", "kind": "number", "by": 0, "confidence": "checking", "status": "running"}
    view.step(Step(1, "finish", ""), "planning")
    assert view.widget.run["confidence"] == "none"
    view.finished(replace(TRACE, steps=(STEP,), answer="3", confidence="checked", finish={"by": 0}))
    assert (view.widget.run["confidence"], view.widget.run["by"]) == ("checked", 0)
    view.started(TRACE, 8)
    assert view.widget.run["by"] is None


def test_a_figure_is_sent_once(view: RunView) -> None:
    play(view)
    view.finished(replace(TRACE, steps=(replace(STEP, outputs=(FIGURE,)),)))
    assert str(messages(view)).count(FIGURE["data"]["image/png"]) == 1  # type: ignore[index]


def test_a_stream_of_tokens_is_few_messages(view: RunView) -> None:
    view.started(TRACE, 8)
    view.step(Step(0, "code", "Count."), "writing")
    before = len(messages(view))
    for _ in range(1000):
        view.text(0, "call", "x")
    view.step(replace(STEP, call="x" * 1000), "running")
    assert len(messages(view)) - before < 200
    assert replayed(view)["cards"][0]["call"] == "x" * 1000


def test_what_a_running_step_puts_out_is_sent_once(view: RunView) -> None:
    view.started(TRACE, 8)
    view.step(replace(STEP, output=""), "running")
    printed = {"output_type": "stream", "name": "stdout", "text": "a"}
    view.outputs(0, (FIGURE, printed))
    view.outputs(0, (FIGURE, {**printed, "text": "a\nb"}))
    view.outputs(7, (FIGURE,))
    assert str(messages(view)).count(FIGURE["data"]["image/png"]) == 1  # type: ignore[index]
    assert replayed(view) == view.widget.get_state(["run", "cards"])
    assert [len(view.widget.cards), view.widget.cards[0]["outputs"][1]["text"]] == [1, "a\nb"]
    view.step(replace(STEP, outputs=(FIGURE,)), "done")
    view.outputs(0, ())
    assert view.widget.cards[0]["outputs"] == [FIGURE]
    assert replayed(view) == view.widget.get_state(["run", "cards"])


def test_a_rerun_is_called_so_and_drops_what_followed(view: RunView) -> None:
    view.started(TRACE, 8)
    assert view.widget.run["rerun"] is None
    for index in range(3):
        view.step(replace(STEP, index=index), "done")
    view.finished(replace(TRACE, steps=tuple(replace(STEP, index=index) for index in range(3)), answer="3"))
    view.truncate(2)
    view.started(replace(TRACE, steps=(STEP,)), 8)
    assert (view.widget.run["rerun"], view.widget.run["status"], view.widget.run["answer"]) == (1, "running", None)
    assert len(view.widget.cards) == 1
    assert replayed(view) == view.widget.get_state(["run", "cards"])
    view.finished(replace(TRACE, steps=(STEP,), answer="3"))
    assert view.widget.run["rerun"] is None


def test_loading_is_told_until_the_first_step(view: RunView) -> None:
    view.status("Loading some-model", 0.5)
    assert (view.widget.run["note"], view.widget.run["fraction"]) == ("Loading some-model", 0.5)
    view.started(TRACE, 8)
    view.step(Step(0, "", ""), "planning")
    assert (view.widget.run["note"], view.widget.run["fraction"]) == ("", None)


def test_what_is_pressed_reaches_the_listener_and_nonsense_does_not(view: RunView, commands: list[Command]) -> None:
    view.widget.comm.press(kind="stop")
    view.widget.comm.press(kind="dance")
    view.widget.comm.press(kind="rerun", index=0, step="Sum.", call=None, edited=True)
    assert commands == [Command("stop"), Command("rerun", 0, "Sum.", None, True)]
    assert messages(view) == []


def test_it_leaves_no_words_of_its_own_in_the_file(view: RunView) -> None:
    data = view.widget._repr_mimebundle_()
    assert data["text/plain"] == ""
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == view.widget.model_id


def test_unpin_leaves_other_comms_alone() -> None:
    class Pinned:
        def _reply_subshell_for(self) -> str:
            return "main"

    pinned, other = Pinned(), object()
    unpin(pinned)
    unpin(other)
    unpin(None)
    assert pinned._reply_subshell_for is None


def test_controls_and_hints_are_told(view: RunView) -> None:
    view.mode(True, True, "code", ("use the median",))
    run = view.widget.run
    assert (run["paused"], run["stepping"], run["approve"], run["hints"]) == (True, True, "code", ["use the median"])
    view.finished(replace(TRACE, steps=(STEP,), answer="3"))
    assert not view.widget.run["paused"]
    assert view.widget.run["hints"] == ["use the median"]
    assert replayed(view) == view.widget.get_state(["run", "cards"])


def test_the_parts_of_a_question_are_told_and_may_change(view: RunView) -> None:
    assert view.widget.run["parts"] == []
    view.started(replace(TRACE, parts=("Clean it.", "Count it.")), 8)
    view.step(replace(STEP, part=1), "done")
    assert view.widget.run["parts"] == ["Clean it.", "Count it."]
    assert view.widget.cards[0]["part"] == 1
    view.planned(["Clean it.", "Plot it."])
    assert view.widget.run["parts"] == ["Clean it.", "Plot it."]
    view.finished(replace(TRACE, parts=("Clean it.",)))
    assert view.widget.run["parts"] == ["Clean it."]


def test_a_step_waits_until_its_next_phase_and_stays_marked(view: RunView) -> None:
    view.status("Loading some-model")
    view.wait(replace(STEP, output=""), "step mode", ["ignore all"])
    card = view.widget.cards[0]
    assert (card["status"], card["call"], card["why"], card["untrusted"]) == (
        "waiting",
        "len(df)",
        "step mode",
        ["ignore all"],
    )
    assert view.widget.run["note"] == ""
    view.step(STEP, "running")
    card = view.widget.cards[0]
    assert (card["status"], card["why"], card["untrusted"]) == ("running", "", ["ignore all"])
    view.truncate(0)
    view.step(STEP, "done")
    assert view.widget.cards[0]["untrusted"] == []


def test_undo_is_offered_where_it_is_possible(view: RunView) -> None:
    steps = tuple(replace(STEP, index=index, outputs=(FIGURE,)) for index in range(3))
    view.finished(replace(TRACE, steps=steps, answer="3"))
    before = len(messages(view))
    view.undoable([1, 2])
    assert [card["undoable"] for card in view.widget.cards] == [False, True, True]
    assert len(messages(view)) == before + 2
    assert len(str(messages(view)[before:])) < 5000
    view.undoable([])
    assert not any(card["undoable"] for card in view.widget.cards)
    assert replayed(view) == view.widget.get_state(["run", "cards"])


def test_the_question_is_told_again_and_goes_with_the_next_phase(view: RunView) -> None:
    view.finished(replace(TRACE, steps=(STEP, replace(STEP, index=1)), answer="3"))
    for _ in range(2):
        view.conflict(7, ["x"])
    told = [message["card"] for message in messages(view) if message["type"] == "card"][-2:]
    assert [(card["index"], card["conflict"]) for card in told] == [(1, ["x"])] * 2
    view.step(replace(STEP, index=1), "running")
    assert view.widget.cards[1]["conflict"] is None
    view.truncate(0)
    view.conflict(0, ["x"])  # nothing to ask on


def test_lines_are_named_and_switched(view: RunView) -> None:
    view.finished(replace(TRACE, steps=(STEP, replace(STEP, index=1)), answer="3"))
    lines = [Branch("a", status="finished", answer="3", steps=2), Branch("b", "a", 0, "stopped", None, 1, True, "edit")]
    view.lines(lines, "b")
    view.show_line(replace(TRACE, steps=(replace(STEP, step="Other."),), status="stopped", finish={"seconds": 0.5}))
    run = view.widget.run
    assert [(line["id"], line["parent"], line["live"], line["why"]) for line in run["lines"]] == [
        ("a", None, False, "first"),
        ("b", "a", True, "edit"),
    ]
    assert (run["shown"], run["status"], run["answer"], run["seconds"]) == ("b", "stopped", None, 1.5)
    assert [card["step"] for card in view.widget.cards] == ["Other."]
    assert replayed(view) == view.widget.get_state(["run", "cards"])


def test_a_comparison_is_a_message_and_no_state(view: RunView) -> None:
    view.finished(replace(TRACE, steps=(STEP,), answer="3"))
    before = view.widget.get_state(["run", "cards"])
    view.compare(Side(Branch("a"), (STEP,)), Side(Branch("b"), (STEP, replace(STEP, index=1))))
    told = messages(view)[-1]
    assert (told["type"], told["left"]["id"], len(told["right"]["cards"])) == ("compare", "a", 2)
    assert view.widget.get_state(["run", "cards"]) == before
