"""A task of several parts in a real kernel: a list on the card, a step a part, and parts to come that are changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from live_kernel import LiveKernel

ASKED = "Drop the double rows of boats, then count the boats per lake, and sort the counts."
PARTS = ["Drop the double rows of boats.", "Count the boats per lake.", "Sort the counts."]
COUNT = "boats.groupby('lake')['boat'].count()"
MODEL = {
    "action": {"0": "[code] Do it.", "1": "[finish] done"},
    "code": {"0": "boats = boats.drop_duplicates()\nboats", "1": COUNT, "2": "result.sort_values()"},
}


@pytest.fixture(autouse=True)
def boats(kernel: LiveKernel) -> None:
    kernel.run("%reset -f")
    kernel.run(
        "import pandas as pd\n"
        "boats = pd.DataFrame({'boat': ['a', 'b', 'b', 'c'], 'lake': ['Ina', 'Ina', 'Ina', 'Oro']})"
    )
    kernel.messages.clear()


def parts(kernel: LiveKernel) -> list[str]:
    """The list as the card has it."""
    told = [message["run"]["parts"] for message in kernel.told() if message.get("type") == "run"]
    return list(told[-1]) if told else []


def test_each_part_is_a_step_and_goes_on_from_the_one_before(kernel: LiveKernel, script: Callable) -> None:
    cell = kernel.run(f"%%husky --model {script(MODEL)}\n{ASKED}")
    assert cell.status == "ok"
    assert parts(kernel) == PARTS
    steps = kernel.value("[[s.part, s.step] for s in _husky.steps]")
    assert steps == [[0, PARTS[0]], [1, PARTS[1]], [2, PARTS[2]]]
    assert kernel.value("_husky.steps[2].call") == f"result = {COUNT}\nresult.sort_values()"
    assert kernel.value("[len(boats), result.tolist(), list(_husky.parts)]") == [3, [2, 1], PARTS]
    assert kernel.value("_husky.answer").startswith("boats: 1 row removed, 4 -> 3")
    assert kernel.value("_husky.answer").endswith("2 rows: boat by lake (Oro 1; Ina 2)")
    assert [card["part"] for card in kernel.cards() if card["status"] == "done"][-1] == 2


def test_parts_to_come_are_changed_while_one_is_in_hand(kernel: LiveKernel, script: Callable) -> None:
    cell = kernel.start(f"%%husky --model {script(MODEL)} --approve code\n{ASKED}")
    kernel.until(lambda: bool(kernel.runs()))
    kernel.press(kind="ready")
    kernel.until(lambda: kernel.card(0).get("status") == "waiting")
    kernel.press(kind="plan", parts=["Begin otherwise.", *PARTS[1:]])
    kernel.until(lambda: parts(kernel) == PARTS)  # what has begun is not changed, and the card is told so
    kernel.press(kind="plan", parts=[PARTS[0], "Count the boats  of Ina."])
    kernel.until(lambda: parts(kernel) == [PARTS[0], "Count the boats of Ina."])
    first = kernel.card(0)
    kernel.press(kind="approve", index=0, step=first["step"], call=first["call"], edited=False)
    kernel.until(lambda: kernel.card(1).get("status") == "waiting")
    assert kernel.card(1)["step"] == "Count the boats of Ina."
    kernel.press(kind="stop")
    kernel.finish(cell)
    assert kernel.value("[_husky.status, list(_husky.parts)]") == ["stopped", [PARTS[0], "Count the boats of Ina."]]


def test_an_edited_step_has_the_parts_after_it_solved_anew(kernel: LiveKernel, script: Callable) -> None:
    kernel.run(f"%%husky --model {script(MODEL)}\n{ASKED}")
    call = "boats.groupby('lake')['boat'].nunique() * 10"
    kernel.press(kind="rerun", index=1, step=PARTS[1], call=call, edited=True, keep=False, answer="ask")
    kernel.until(lambda: any(m.get("type") == "run" and m["run"]["rerun"] == 1 for m in kernel.told()))
    kernel.until(lambda: kernel.told()[-1].get("run", {}).get("status") == "finished")
    steps = kernel.value("[[s.part, s.status, s.call] for s in _husky.steps]")
    assert steps[1:] == [[1, "edited", call], [2, "done", f"result = {call}\nresult.sort_values()"]]
