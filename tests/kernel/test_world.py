"""The world of a run without a kernel: what a shell's namespace goes back to."""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.kernel.world import World


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
