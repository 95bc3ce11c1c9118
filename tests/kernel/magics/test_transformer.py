from __future__ import annotations

import pytest

from husky_kernel.kernel.magics.transformer import to_await, users_code


def test_husky_cell_becomes_an_await() -> None:
    lines = ["\n", "%%husky --into x\n", "What's \\n\n", "1 + 1?\n"]
    assert to_await(lines) == ["await get_ipython().husky.cell('--into x', \"What's \\\\n\\n1 + 1?\\n\")\n"]


def test_cell_without_question() -> None:
    assert to_await(["%%husky"]) == ["await get_ipython().husky.cell('', '')\n"]


@pytest.mark.parametrize(("line", "words"), [("%husky fix", ""), ("  %husky  fix it's the key \n", "it's the key")])
def test_a_fix_becomes_an_await(line: str, words: str) -> None:
    assert to_await(["\n", line]) == [f"await get_ipython().husky.fix({words!r})\n"]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["\n"],
        ["x = 1\n"],
        ["%%huskyish\n", "x\n"],
        ["%husky status\n"],
        ["%husky fixed\n"],
        ["%husky fix\n", "x\n"],
        ["x = 1\n", "%%husky\n"],
    ],
)
def test_other_cells_stay(lines: list[str]) -> None:
    assert to_await(lines) is lines


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("x = 1\ny = 2", "x = 1\ny = 2"),
        ("%husky back 3\nx = 1", "x = 1"),
        ("x = 1\n  %husky status\ny = 2", "x = 1\ny = 2"),
        ("%%husky\nHow many?", ""),
        ("\n%%husky --into x\nx = 1", ""),
        ("await get_ipython().husky.fix('')", ""),
    ],
)
def test_what_of_a_cell_is_the_users_own(cell: str, code: str) -> None:
    assert users_code(cell) == code
