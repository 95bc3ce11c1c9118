"""Reruns that turn the world back, branches, undo and promotion, in a real kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from live_kernel import LiveKernel
from scripted_runs import FOUR, TABLE

from husky_kernel.corrections import CorrectionLog, correction_file


@pytest.fixture
def table(kernel: LiveKernel, script: Callable) -> LiveKernel:
    """A run of four steps that changed a table in place and made an alias."""
    kernel.run("%reset -f")
    kernel.messages.clear()
    kernel.run(TABLE)
    assert kernel.run(f"%%husky --model {script(FOUR)}\nClean df. How many units are left?").status == "ok"
    assert kernel.value("[len(df), list(df.units), total, names]") == [2, [2.0, 6.0], 8.0, ["doubled"]]
    kernel.messages[:] = [message for message in kernel.messages if "comm" in message["header"]["msg_type"]]
    return kernel


def rerun(kernel: LiveKernel, index: int, call: str | None, **more: Any) -> None:
    """Press Rerun and wait for the end."""
    before = len(runs(kernel))
    kernel.press(kind="rerun", index=index, step="Again.", call=call, edited=True, **more)
    kernel.until(lambda: ended(runs(kernel)[before:]))
    kernel.run("pass")


def ended(states: list[dict[str, Any]]) -> bool:
    """Whether a run has begun among these states, and ended after that."""
    begun = next((at for at, run in enumerate(states) if run["status"] == "running"), len(states))
    return any(run["status"] != "running" for run in states[begun:])


def runs(kernel: LiveKernel) -> list[dict[str, Any]]:
    sent = [message["content"]["data"].get("content", {}) for message in kernel._comms("comm_msg")]
    return [content["run"] for content in sent if content.get("type") == "run"]


def test_a_rerun_starts_from_the_world_before_the_step(table: LiveKernel) -> None:
    rerun(table, 1, "df.fillna(10, inplace=True)\nlen(df)")
    assert table.value("[len(df), list(df.units), total]") == [3, [2.0, 20.0, 6.0], 28.0]
    assert table.value("[alias is df, mine is df, names]") == [True, True, ["doubled"]]
    assert table.value("[len(_husky.branches), _husky.branch, len(_husky.steps)]") == [2, "b2", 4]


def test_effects_are_told(table: LiveKernel) -> None:
    effects = table.value("_husky.steps[1].effects.to_json()")
    assert {"df", "alias", "mine"} <= set(effects["changed"])
    assert effects["tables"][0]["rows"] == [3, 2]
    assert table.value("_husky.steps[3].effects.to_json()")["created"] == ["total"]


def test_what_a_rerun_corrects_is_kept_with_what_came_of_it(table: LiveKernel) -> None:
    rerun(table, 1, "df.fillna(10, inplace=True)\nlen(df)")
    run = table.value("_husky.id")
    kept = [item for item in CorrectionLog(correction_file()).read().items if item.run == run]
    assert [(item.kind, item.outcome.status if item.outcome else None) for item in kept] == [
        ("text", "finished"),
        ("code", "finished"),
    ]


def test_what_follows_can_be_kept(table: LiveKernel) -> None:
    rerun(table, 1, "df.fillna(10, inplace=True)\nlen(df)", keep=True)
    assert table.value("[total, [s.call for s in _husky.steps][2:]]") == [28.0, list(FOUR["code"].values())[2:]]


def test_an_undone_step_leaves_the_line_and_stays_in_the_tree(table: LiveKernel) -> None:
    before = len(runs(table))
    table.press(kind="undo", index=2)
    table.until(lambda: any(len(run["lines"]) > 1 for run in runs(table)[before:]))
    assert table.value("[list(df.units), names, 'total' in globals(), len(_husky.steps)]") == [[1.0, 3.0], [], False, 2]
    assert table.value("len(_husky.branches[0].steps)") == 4


def test_a_line_is_promoted_with_its_variables(table: LiveKernel) -> None:
    rerun(table, 1, "df.fillna(10, inplace=True)\nlen(df)")
    before = len(runs(table))
    table.press(kind="promote", line="b1")
    table.until(lambda: any(live(run) == "b1" for run in runs(table)[before:]))
    assert table.value("[list(df.units), total, _husky.branch, alias is df]") == [[2.0, 6.0], 8.0, "b1", True]
    before = len(runs(table))
    table.press(kind="promote", line="b2")
    table.until(lambda: any(live(run) == "b2" for run in runs(table)[before:]))
    assert table.value("[list(df.units), total, _husky.branch]") == [[2.0, 20.0, 6.0], 28.0, "b2"]


def live(run: dict[str, Any]) -> str | None:
    return next((line["id"] for line in run["lines"] if line["live"]), None)


def test_what_the_user_changed_since_is_asked_about(table: LiveKernel) -> None:
    table.run("total = 'mine now'")
    table.press(kind="rerun", index=3, step="Again.", call="total = 1", edited=True)
    table.until(lambda: table.card(3).get("conflict") == ["total"])
    assert table.value("[total, len(_husky.branches)]") == ["mine now", 0]
    rerun(table, 3, "other = 1", answer="mine")
    assert table.value("[total, other]") == ["mine now", 1]


def test_two_lines_are_compared(table: LiveKernel) -> None:
    rerun(table, 1, "df.fillna(10, inplace=True)\nlen(df)")
    table.press(kind="compare", left="b1", right="b2")
    found: list[dict[str, Any]] = []

    def compared() -> bool:
        sent = [message["content"]["data"].get("content", {}) for message in table._comms("comm_msg")]
        found[:] = [content for content in sent if content.get("type") == "compare"]
        return bool(found)

    table.until(compared)
    assert [len(found[-1][side]["cards"]) for side in ("left", "right")] == [4, 4]


def test_a_repair_starts_from_where_the_failed_try_started(kernel: LiveKernel, script: Callable) -> None:
    kernel.run("%reset -f")
    kernel.run("items = [1]")
    model = {
        "action": {"0": "[code] Add two.", "1": "[finish] ok"},
        "code": {"0": ["items.append(2)\n1 / 0", "items.append(2)\nlen(items)"]},
    }
    kernel.run(f"%%husky --model {script(model)}\nClean items. How many are left?")
    assert kernel.value("[items, _husky.steps[0].observation]") == [[1, 2], "2"]


def test_a_secret_in_a_persons_code_stays_out_of_the_trace(table: LiveKernel) -> None:
    secret = "sk-" + "a1B2c3D4" * 5
    rerun(table, 3, f"api_key = '{secret}'\ntotal = len(api_key)")
    assert table.value("[total, 'secret removed' in _husky.steps[3].call]") == [43, True]
    assert table.value("'a1B2c3D4' in str(_husky.to_json())") is False
    rerun(table, 3, "total = 1")
    assert table.value("[b.why for b in _husky.branches]") == ["first", "edit", "edit"]


def append(letter: str) -> dict[str, Any]:
    return {
        "action": {"0": "[code] Append.", "1": "[finish] ok"},
        "code": {"0": f"items.append('{letter}')\nlen(items)"},
    }


SLOW = {
    "action": {"0": "[code] " + "And on " * 20, "1": "[finish] ok"},
    "code": {"0": "items.append('c')\nlen(items)"},
    "delay": 0.1,
}
"""A run that lasts long enough to press something meanwhile."""


def press_both(kernel: LiveKernel, script: Callable, **more: Any) -> None:
    """Two runs that have ended are to run again, while a third one goes on."""
    kernel.run("%reset -f")
    kernel.run("items = []")
    kernel.messages.clear()
    for letter in "ab":
        kernel.run(f"%%husky --model {script(append(letter))}\nAppend?")
    cell = kernel.start(f"%%husky --model {script(SLOW)}\nAnd?")
    kernel.until(lambda: len(kernel.runs()) == 3 and kernel.cards()[-1]["status"] == "planning")
    kernel.press(run=0, kind="rerun", index=0, step="A.", call="items.append('A')\nlen(items)", edited=True, **more)
    kernel.press(run=1, kind="rerun", index=0, step="B.", call="items.append('B')\nlen(items)", edited=True, **more)
    kernel.finish(cell)


def test_reruns_that_wait_for_their_turn_do_not_mix(kernel: LiveKernel, script: Callable) -> None:
    press_both(kernel, script, answer="overwrite")
    kernel.until(lambda: sum(card["step"] == "B." and card["status"] == "edited" for card in kernel.cards()) > 0)
    # B goes back to how it found the list once: A's new element, made before that, is not left in it by half.
    assert kernel.value("items") == ["a", "B"]


def test_what_a_run_before_it_changed_is_asked_about(kernel: LiveKernel, script: Callable) -> None:
    press_both(kernel, script)
    kernel.until(lambda: sum("conflict" in card and card["conflict"] == ["items"] for card in kernel.cards()) == 2)
    assert kernel.value("items") == ["a", "b", "c"]
