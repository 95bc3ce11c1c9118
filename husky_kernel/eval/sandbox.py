"""Where evaluated code runs: a fresh namespace of one IPython shell for every question.

It keeps questions apart and bounds their time. It does not protect the machine from the code.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from husky_kernel.agent.types import Observation
from husky_kernel.tools.code import CodeTool

VALUE = "husky_value_"
SECONDS = 10.0


class Sandbox:
    """One shell, emptied before each question."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.code = CodeTool(shell, timeout=SECONDS)

    def fill(self, namespace: Mapping[str, Any]) -> None:
        """Start a question: nothing but ``namespace`` and IPython's own names."""
        self.shell.reset(new_session=False, aggressive=False)
        self.shell.user_ns.update(namespace)

    def value(self, code: str) -> tuple[Observation, Any]:
        """Run ``code`` and get the value of its last expression as well, None where there is none."""
        self.shell.user_ns[VALUE] = None
        seen = self.code.run(with_value(code))
        return seen, self.shell.user_ns.get(VALUE)


def with_value(code: str) -> str:
    """``code`` that also keeps the value of its last expression, or of its last assignment to a name."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return code
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not _prints(last.value):
        tree.body[-1:] = ast.parse(f"{VALUE} = ({ast.unparse(last.value)})\n{VALUE}").body
    elif isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
        tree.body += ast.parse(f"{VALUE} = {last.targets[0].id}\n{VALUE}").body
    return ast.unparse(tree)


def _prints(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
