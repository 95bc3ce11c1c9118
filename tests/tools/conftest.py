from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.tools.code import CodeTool


@pytest.fixture
def shell(live_shell: InteractiveShell) -> InteractiveShell:
    live_shell.reset(new_session=False)
    return live_shell


@pytest.fixture
def tool(shell: InteractiveShell) -> CodeTool:
    return CodeTool(shell, timeout=30)
