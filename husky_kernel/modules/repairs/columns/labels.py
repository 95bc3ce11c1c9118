"""Programs that look a value of a column up among the labels of rows."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import parsed, replaced

_TOLD = re.compile(
    r"is a value of `(?P<column>[^`]+)`: (?P<table>[^\W\d]\w*)\.set_index\((?P<quoted>.+)\)\.loc$", re.MULTILINE
)


def with_labels(code: str, failure: str) -> str | None:
    """``code`` whose ``.loc`` is of the table with that column as its labels, as its failure says; None where it names
    none.
    """
    found, text = _TOLD.search(failure), code
    while found and (table := _looked_up(text, found["table"])):
        text = replaced(text, table, f"{found['table']}.set_index({found['quoted']})")
    return text if text != code else None


def _looked_up(code: str, name: str) -> ast.Name | None:
    """The table in the first ``table.loc['label', …]`` of a program."""
    for node in ast.walk(parsed(code) or ast.Module([], [])):
        match node:
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=table) as found, attr="loc"),
                slice=ast.Constant(value=str()) | ast.Tuple(elts=[ast.Constant(value=str()), *_]),
            ) if table == name:
                return found
    return None
