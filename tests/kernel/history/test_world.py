"""The world of a run without a kernel: what a shell's namespace goes back to."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.types import Observation
from husky_kernel.kernel.history.world import World
from husky_kernel.kernel.session import RUNS, Session


def act(world: World, shell: InteractiveShell, index: int, code: str) -> None:
    with world.step(index, code):
        shell.run_cell(code)


def test_a_line_out_of_a_file_has_no_checkpoints_and_can_be_left(shell: InteractiveShell) -> None:
    world = World(shell)
    world.line = "b7"  # as after a line of a restored run was made the live one
    assert not world.knows(0)
    assert not world.can_go("b7")
    world.fork("b8", 1)
    act(world, shell, 1, "x = 1")
    assert world.undoable(2) == {0, 1}
    assert world.back_to(1) == ()
    assert "x" not in shell.user_ns


def test_a_repair_starts_from_where_the_failed_try_started(shell: InteractiveShell) -> None:
    world = World(shell)
    shell.user_ns["items"] = items = [1]
    act(world, shell, 0, "items.append(2)")
    act(world, shell, 0, "items.append(3)")
    assert items == [1, 3]
    world.back_to(0)
    assert items == [1]


def guarded(world: World, shell: InteractiveShell, code: str) -> Observation:
    world.guarded = True
    with world.step(0, code) as deed:
        shell.run_cell(code)
    value = shell.user_ns.get("answer")
    return world.guard(0, Observation("", effects=deed.effects, result=Result("table", "", value)))


def test_what_a_step_changed_unasked_is_put_back_and_told(shell: InteractiveShell) -> None:
    stock = shell.user_ns["stock"] = pd.DataFrame({"part": [" a", "b "], "count": ["1", "2"]})
    alias = stock
    seen = guarded(
        world := World(shell), shell, "stock['count'] = stock['count'].astype(int)\nanswer = stock['count'].sum()"
    )
    assert list(alias["count"]) == ["1", "2"]
    assert shell.user_ns["answer"] == 3
    assert seen.effects is not None
    assert (seen.effects.changed, seen.effects.created) == ((), ("answer",))
    assert seen.notes == ("`stock` was changed and put back: the question asks for no change",)
    assert world.back_to(0) == ()
    assert "answer" not in shell.user_ns


def test_the_answer_stays_what_the_step_made_of_a_table_that_is_put_back(shell: InteractiveShell) -> None:
    stock = shell.user_ns["stock"] = pd.DataFrame({"count": [3, 1, 2]})
    seen = guarded(World(shell), shell, "stock.sort_values('count', inplace=True)\nanswer = stock")
    assert seen.result is not None
    assert list(seen.result.value["count"]) == [1, 2, 3]
    assert list(stock["count"]) == [3, 1, 2]


def test_a_table_that_is_bound_anew_is_put_back(shell: InteractiveShell) -> None:
    stock = shell.user_ns["stock"] = pd.DataFrame({"count": [3, None, 2]})
    guarded(World(shell), shell, "stock = stock.dropna()\nanswer = len(stock)")
    assert shell.user_ns["stock"] is stock
    assert shell.user_ns["answer"] == 2


@pytest.mark.parametrize("made", [(), ("stock",)])
def test_half_a_change_of_a_program_that_failed_is_put_back(shell: InteractiveShell, made: Collection[str]) -> None:
    stock = shell.user_ns["stock"] = pd.DataFrame({"count": [3, 1, 2]})
    world, code = World(shell, made), "stock['count'] = -1\nstock.drop(columns='no such')"
    with world.step(0, code) as deed:
        shell.run_cell(code)
    seen = world.guard(0, Observation("", ok=False, error="KeyError", effects=deed.effects))
    assert list(stock["count"]) == [3, 1, 2]
    assert seen.notes == ("`stock` was changed and put back: the program failed",)


def test_what_an_earlier_run_made_may_be_made_anew(shell: InteractiveShell) -> None:
    shell.user_ns["d"] = 1
    seen = guarded(World(shell, {"d"}), shell, "d = 2")
    assert (shell.user_ns["d"], seen.notes) == (2, ())
    seen = guarded(World(shell), shell, "d = 3")
    assert (shell.user_ns["d"], len(seen.notes)) == (2, 1)


def test_of_a_step_aside_only_the_result_stays(shell: InteractiveShell) -> None:
    stock = shell.user_ns["stock"] = pd.DataFrame({"count": [3, 1, 2]})
    world = World(shell)
    world.guarded = True
    code = "mine = stock[stock['count'] > 1]\nstock['twice'] = 2 * stock['count']\nmine"
    with world.step(0, code) as deed:
        shell.run_cell(code)
    mine = shell.user_ns["mine"]
    seen = world.guard(0, Observation("", effects=deed.effects, result=Result("table", "", mine)), aside=True)
    assert "mine" not in shell.user_ns
    assert list(stock.columns) == ["count"]
    assert seen.result is not None
    assert seen.result.value is mine
    assert seen.effects is not None
    assert (seen.effects.created, seen.effects.changed) == ((), ())
    assert world.back_to(0) == ()


def test_what_a_run_made_itself_it_may_change(shell: InteractiveShell) -> None:
    shell.user_ns["stock"] = [3, 1]
    world = World(shell)
    guarded(world, shell, "mine = list(stock)")
    with world.step(1, "mine.append(5)") as deed:
        shell.run_cell("mine.append(5)")
    seen = world.guard(1, Observation("", effects=deed.effects))
    assert shell.user_ns["mine"] == [3, 1, 5]
    assert seen.notes == ()


def test_a_failed_try_keeps_no_memory(shell: InteractiveShell) -> None:
    shell.run_cell("import numpy as np\nx = np.zeros(1_000_000)").raise_error()
    world = World(shell)
    for call in ("x[0] = 1\n1 / 0", "x[0] = 2\n1 / 0", "x[0] = 3"):
        act(world, shell, 0, call)
    assert world.bytes < 1.5 * shell.user_ns["x"].nbytes
    world.back_to(0)
    assert shell.user_ns["x"][0] == 0


def test_the_oldest_of_many_runs_give_their_checkpoints_up(shell: InteractiveShell) -> None:
    session = Session(shell)
    shell.run_cell("x = []").raise_error()
    worlds = [World(shell) for _ in range(RUNS + 2)]
    for world in worlds:
        session.remember(world)
        act(world, shell, 0, "x.append(1)")
    assert [bool(world.undoable(1)) for world in worlds] == [False] * 2 + [True] * RUNS
    session.close()
