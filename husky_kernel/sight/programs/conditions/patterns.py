"""Signs that a program looks for in texts and that pandas reads as a pattern: ``.str.contains('(a)')`` finds any a."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import method_calls, parsed

_LOOKS = ("contains", "count", "findall", "match", "fullmatch")
_SIGNS = re.compile(r"[()\[\]{}+*?^$|\\.]")


def patterns(question: str, program: str) -> Iterator[str]:
    """What is told where a text of the question that has such signs is looked for as it stands there."""
    for of, call in method_calls(parsed(program), *_LOOKS):
        if not (isinstance(of, ast.Attribute) and of.attr == "str" and call.args):
            continue
        match call.args[0]:
            case ast.Constant(value=str() as text):
                plain = any(option.arg == "regex" and _is_false(option.value) for option in call.keywords)
                if not plain and _SIGNS.search(text) and text in question:
                    yield f"{text!r} is read as a pattern: regex=False looks for these signs themselves"
                    return


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
