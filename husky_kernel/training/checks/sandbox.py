"""Where programs of trajectories run: one IPython shell in a process of its own, emptied before each question.

Bounded are the time and the output of a program and the memory of the process; the network and other programs are out
of reach. Files are not: the programs come from annotations and from the teacher, and run in an empty folder.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from husky_kernel.agent.types import Observation
from husky_kernel.tools.code import CodeTool

SECONDS = 10.0
"""Time limit of one program."""

MEMORY = 6 * 2**30
"""Address space of the process, in bytes."""

OUTPUT = 4_000
MOST_CELLS = 10_000
KEEP = "_husky_keep_"
_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
)


class Sandbox:
    """The shell, its code tool, and the value of what ran last."""

    def __init__(self, folder: str) -> None:
        self._shell = _make_shell(folder)
        self._shell.user_ns[KEEP] = self._keep
        self._shell.ast_transformers.append(_Keeping())
        self._empty = dict(self._shell.user_ns)
        self._value: Any = None
        self.code = CodeTool(self._shell, SECONDS, OUTPUT)

    def fill(self, namespace: Mapping[str, Any]) -> None:
        """Start anew with nothing but ``namespace``, and pandas as ``pd`` where there are variables."""
        self._shell.user_ns.clear()
        self._shell.user_ns.update(self._empty)
        if namespace:
            import pandas

            self._shell.user_ns.update(namespace, pd=pandas)

    def run(self, code: str) -> tuple[Observation, list[Any] | None]:
        """Run ``code``: what the tool saw, and the cells of the value it ended with."""
        self._value = None
        seen = self.code.run(code)
        return seen, None if self._value is None else cells(self._value)

    def _keep(self, value: Any) -> Any:
        self._value = value
        return value


class _Keeping(ast.NodeTransformer):
    """Has the value of a program's last expression or assignment kept as it passes."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """A program."""
        last = node.body[-1] if node.body else None
        if isinstance(last, ast.Expr | ast.Assign):
            call = ast.Call(ast.Name(KEEP, ast.Load()), [last.value], [])
            last.value = ast.copy_location(call, last.value)
            ast.fix_missing_locations(node)
        return node


def cells(value: Any) -> list[Any]:
    """The single values of a frame, a series, an array, a list or a set, as plain Python; of a scalar, itself."""
    import numpy as np

    if isinstance(value, set | frozenset | dict):
        value = list(value)
    flat = np.asarray(value, dtype=object).ravel()[:MOST_CELLS].tolist()
    return [_plain(item) for item in flat]


def _plain(item: Any) -> Any:
    item = item.item() if hasattr(item, "item") else item
    return item if isinstance(item, bool | int | float | str) or item is None else str(item)


def lock_up() -> None:
    """Take network, other programs and endless memory from this process, for good."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is not possible in a training program")


def _make_shell(folder: str) -> Any:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    os.environ["MPLBACKEND"] = "agg"
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return InteractiveShell.instance(config=config, ipython_dir=folder)
