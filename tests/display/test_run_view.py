from dataclasses import replace
from typing import Any

import pytest
from comm.base_comm import BaseComm

from husky_kernel.agent.types import Seconds, Step, Trace
from husky_kernel.display.run_view import RunView
from husky_kernel.display.view import Command, View
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
        elif message["type"] == "truncate":
            cards = {index: card for index, card in cards.items() if index < message["count"]}
        else:
            for piece in message["pieces"]:
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


def test_it_says_what_it_is_where_there_are_no_widgets(view: RunView) -> None:
    assert repr(view.widget) == "Husky run"


def test_unpin_leaves_other_comms_alone() -> None:
    class Pinned:
        def _reply_subshell_for(self) -> str:
            return "main"

    pinned, other = Pinned(), object()
    unpin(pinned)
    unpin(other)
    unpin(None)
    assert pinned._reply_subshell_for is None
