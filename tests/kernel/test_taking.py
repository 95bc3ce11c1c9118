"""Of several answers a person takes another one than that which stands."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.types import Step, Trace
from husky_kernel.display.command import Command, read_command
from husky_kernel.display.wire import end_of
from husky_kernel.kernel.history.afterwards import Afterwards

STEPS = tuple(
    Step(index, "code", "Add.", call=f"{value}", result=Result("number", str(value), value))
    for index, value in enumerate((3, 4))
)
TRACE = Trace("How many?", "m", answer="3", steps=STEPS, confidence="unsure", finish={"by": 0, "others": [1]})


class Run:
    """As much of a cell's run as is needed: what it was told."""

    def __init__(self) -> None:
        self.trace, self.busy = TRACE, False
        self.session = SimpleNamespace(turn=asyncio.Lock())
        self.told: list[tuple[str, Any]] = []
        self.audience = SimpleNamespace(
            status=lambda text: self.told.append(("status", text)),
            finished=lambda trace: self.told.append(("finished", trace)),
            step=lambda step, phase: self.told.append(("step", step)),
        )

    def end(self, trace: Trace) -> None:
        self.trace = trace


def press(run: Run, command: Command) -> None:
    async def notebook() -> None:
        after = Afterwards(run)  # type: ignore[arg-type]
        after.post(command)
        await asyncio.gather(*after._tasks)

    asyncio.run(notebook())


def test_the_cards_offer_it_and_a_press_takes_it() -> None:
    assert end_of(TRACE)["others"] == [{"index": 1, "said": "4"}]
    command = read_command({"kind": "take", "index": 1})
    assert command is not None
    press(run := Run(), command)
    assert (run.trace.answer, run.trace.value, run.trace.confidence) == ("4", 4, "computed")
    assert run.told == [("finished", run.trace)]
    assert end_of(run.trace)["others"] == [{"index": 0, "said": "3"}]


def test_what_is_no_other_answer_is_refused() -> None:
    press(run := Run(), Command("take", index=0))
    assert run.trace is TRACE
    assert run.told[0] == ("status", "step 1 came to no other answer")
