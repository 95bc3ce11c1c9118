"""Code with top-level ``await`` in a real IPython shell, with an event loop and without."""

from __future__ import annotations

import asyncio

import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.tools.code import CodeTool

AWAIT = "import asyncio\nprint('a')\nawait asyncio.sleep(0)\nprint('b')\nvalue = 7\nvalue"


def test_top_level_await_without_a_loop(tool: CodeTool, shell: InteractiveShell) -> None:
    assert tool.run(AWAIT).text == "a\nb\n7"
    assert shell.user_ns["value"] == 7


async def test_top_level_await_in_the_running_loop(tool: CodeTool, shell: InteractiveShell) -> None:
    shell.user_ns["loop"] = asyncio.get_running_loop()
    assert (await tool.arun(AWAIT)).text == "a\nb\n7"
    assert (await tool.arun("asyncio.get_running_loop() is loop if await asyncio.sleep(0, True) else 0")).text == "True"
    assert (await tool.arun("1 + 1")).text == "2"
    failed = await tool.arun("await asyncio.sleep(0)\n1 / 0")
    assert failed.error == "ZeroDivisionError: division by zero\nline 2: 1 / 0"


async def test_top_level_await_blocking_inside_a_running_loop(tool: CodeTool) -> None:
    loop = asyncio.get_running_loop()
    assert tool.run(AWAIT).text == "a\nb\n7"
    assert asyncio.get_running_loop() is loop


async def test_what_others_print_while_code_awaits_is_not_captured(
    tool: CodeTool, capsys: pytest.CaptureFixture
) -> None:
    async def other() -> None:
        print("other")

    task = asyncio.get_running_loop().create_task(other())
    seen = await tool.arun("import asyncio\nawait asyncio.sleep(0.05)\nprint('mine')")
    await task
    assert seen.text == "mine"
    assert capsys.readouterr().out == "other\n"
