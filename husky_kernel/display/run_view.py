"""The live cards of a run in a notebook."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import takewhile
from threading import RLock
from typing import Any, cast

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.events import Field
from husky_kernel.agent.grammar import FINISH
from husky_kernel.agent.types import Step, Trace
from husky_kernel.config import Approve, WidgetForm
from husky_kernel.display.coalesce import Added, Coalescer
from husky_kernel.display.command import Command, read_command
from husky_kernel.display.tree import Branch, Side
from husky_kernel.display.view import Phase
from husky_kernel.display.widget import run_widget
from husky_kernel.display.wire import CardState, Piece, card_of, end_of, new_run, side_of

CHECKING = "checking"
"""In place of a confidence, while it is not known yet."""


class RunView:
    """A :class:`~husky_kernel.display.view.View` made of cards.

    ``listener`` gets what a person presses. It may be called on any thread, also while the main one is busy, and must
    do no more than put the command into a queue. ``form`` is that of the widget.
    """

    def __init__(
        self, question: str, model: str, listener: Callable[[Command], None], form: WidgetForm = "jupyterlab"
    ) -> None:
        self._listener = listener
        self._shown = False
        self.attended = False
        self._undoable: frozenset[int] = frozenset()
        self._untrusted: dict[int, tuple[str, ...]] = {}
        self._stream = Coalescer(self._write)
        self._changing = RLock()
        self.widget = run_widget(cast(Mapping[str, Any], new_run(question, model)), form)
        self.widget.on_msg(self._heard)

    def show(self) -> None:
        """Display the widget."""
        if self._shown:
            return
        from IPython.display import display

        self._shown = True
        display(self.widget)  # type: ignore[no-untyped-call]

    def named(self, model: str) -> None:
        """Name it in the header."""
        self._tell_run(model=model)

    def status(self, text: str, fraction: float | None = None) -> None:
        """Show ``text`` in the header."""
        self._tell_run(note=text, fraction=fraction)

    def mode(self, paused: bool, stepping: bool, approve: Approve, hints: Sequence[str]) -> None:
        """Set the controls in the header."""
        self._tell_run(paused=paused, stepping=stepping, approve=approve, hints=list(hints))

    def planned(self, parts: Sequence[str]) -> None:
        """List them below the question."""
        self._tell_run(parts=list(parts))

    def started(self, trace: Trace, max_steps: int) -> None:
        """Start the clock. A second start is a rerun, and is called so in the header."""
        kept = len(trace.steps)
        rerun = None if self.widget.run["started"] is None else kept
        self._cut(kept)
        fresh: dict[str, Any] = dict.fromkeys(("answer", "error", "seconds", "timeline"))
        fresh |= {"parts": list(trace.parts)}
        fresh |= {"status": "running", "kind": "none", "confidence": "none", "notes": [], "by": None, "others": []}
        self._tell_run(id=trace.id, limit=max_steps, rerun=rerun, started=time.monotonic(), **fresh)

    def step(self, step: Step, phase: Phase) -> None:
        """Create or change the step's card. A finish is no step: its text is the answer in the footer."""
        if step.tool == FINISH:
            self._cut(step.index)
            self._tell_run(answer="", confidence="none", note="", fraction=None)
            return
        self._put(self._card(step, phase))
        if self.widget.run["note"]:
            self._tell_run(note="", fraction=None)

    def wait(self, step: Step, why: str, untrusted: Sequence[str] = ()) -> None:
        """Let the step's card offer Approve, Edit, Skip and the other tools."""
        self._untrusted[step.index] = tuple(untrusted)
        self._put(self._card(step, "waiting", why))
        if self.widget.run["note"]:
            self._tell_run(note="", fraction=None)

    def text(self, index: int, field: Field, piece: str) -> None:
        """Add to a card's field, or to the answer."""
        self._stream.add(index, field, piece)

    def outputs(self, index: int, outputs: Sequence[Mapping[str, Any]]) -> None:
        """Add them to the step's card: only those that are new or have changed are sent."""
        with self._changing:
            at = next((at for at, card in enumerate(self.widget.cards) if card["index"] == index), None)
            if at is None or self.widget.cards[at]["status"] != "running":
                return
            card, new = self.widget.cards[at], [dict(output) for output in outputs]
            kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(card["outputs"], new, strict=False)))
            self.widget.cards[at] = {**card, "outputs": new}
            self.widget.tell("outputs", index=index, kept=kept, outputs=new[kept:])

    def truncate(self, count: int) -> None:
        """Remove the cards from index ``count`` on."""
        self._cut(count)

    def finished(self, trace: Trace) -> None:
        """Show the trace, whatever was shown before."""
        started = self.widget.run["started"]
        seconds = None if started is None else round(time.monotonic() - started, 1)
        self._show_trace(trace, seconds)

    def standing(self, result: Result, index: int) -> None:
        """Show the answer, and that it is being checked."""
        told = {"answer": result.said, "kind": result.kind, "by": index}
        self._tell_run(**told, confidence=CHECKING)

    def undoable(self, indices: Collection[int]) -> None:
        """Offer to undo on the cards of these steps."""
        self._undoable = frozenset(indices)
        for card in list(self.widget.cards):
            self._put(cast(CardState, {**card, "undoable": card["index"] in self._undoable}))

    def conflict(self, index: int, names: Sequence[str]) -> None:
        """Ask on the card of step ``index``, or on the last before it: a line may be shorter than another."""
        cards = [card for card in self.widget.cards if card["index"] <= index] or self.widget.cards
        if cards:
            # Told even if it is the question of before: the card forgets one that was taken back.
            self._put(cast(CardState, {**cards[-1], "conflict": list(names)}), again=True)

    def lines(self, lines: Sequence[Branch], shown: str) -> None:
        """Draw the tree."""
        self._tell_run(lines=[line.to_json() for line in lines], shown=shown)

    def show_line(self, trace: Trace) -> None:
        """Replace the cards and the answer."""
        seconds = sum(step.seconds.total for step in trace.steps) + float(trace.finish.get("seconds", 0))
        self._untrusted.clear()
        self._show_trace(trace, round(seconds, 1))

    def compare(self, left: Side, right: Side) -> None:
        """Send both lines; the view that asked shows them."""
        self.widget.tell("compare", left=side_of(left), right=side_of(right))

    def _show_trace(self, trace: Trace, seconds: float | None) -> None:
        self._cut(len(trace.steps))
        for step in trace.steps:
            self._put(self._card(step, "done"))
        self._tell_run(**end_of(trace), paused=False, seconds=seconds)

    def _heard(self, _widget: object, content: Any, _buffers: object) -> None:
        self.attended = True  # whatever it says: cards speak up as soon as they are drawn
        command = read_command(content)
        if command is not None:
            self._listener(command)

    def _tell_run(self, **changes: Any) -> None:
        self._stream.flush()
        self.widget.run.update(changes, now=time.monotonic())
        self.widget.tell("run", run=self.widget.run)

    def _card(self, step: Step, phase: Phase, why: str = "") -> CardState:
        return card_of(step, phase, why, self._untrusted.get(step.index, ()), self._undoable)

    def _put(self, card: CardState, again: bool = False) -> None:
        self._stream.flush()
        with self._changing:
            old = next((other for other in self.widget.cards if other["index"] == card["index"]), None)
            if old == card and not again:
                return
            others = [other for other in self.widget.cards if other is not old]
            self.widget.cards[:] = sorted([*others, card], key=lambda other: other["index"])
            sent = dict(card)
            if old is not None and old["outputs"] == card["outputs"]:
                del sent["outputs"]
            self.widget.tell("card", card=sent)

    def _cut(self, count: int) -> None:
        self._stream.flush()
        with self._changing:
            self._untrusted = {index: texts for index, texts in self._untrusted.items() if index < count}
            kept = [card for card in self.widget.cards if card["index"] < count]
            if len(kept) < len(self.widget.cards):
                self.widget.cards[:] = kept
                self.widget.tell("truncate", count=count)

    def _write(self, pieces: list[Added]) -> None:
        """Books the pieces on the state as the front end does, and sends them."""
        with self._changing:
            for index, field, text in pieces:
                if field == "answer":
                    self.widget.run["answer"] = (self.widget.run["answer"] or "") + text
                    continue
                for at, card in enumerate(self.widget.cards):
                    if card["index"] == index:
                        self.widget.cards[at] = {**card, field: (card[field] or "") + text}
            self.widget.tell(
                "text", pieces=[Piece(index=index, field=field, text=text) for index, field, text in pieces]
            )
