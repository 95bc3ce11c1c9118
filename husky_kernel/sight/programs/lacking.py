"""Whether a program takes the rows without a partner of the other table than the one that is asked about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.nouns import singular
from husky_kernel.syntax import identifiers, parsed

_ASKED = re.compile(r"\b(?:which|what|how many) (?P<of>[^\W\d]\w*)\b.*?\b(?:no|never|without|not)\b")


def lacking(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told of ``votes[~votes['act'].isin(acts['act'])]`` where acts without votes are asked for."""
    found, tree = _ASKED.search(question.lower()), parsed(program)
    asked = [name for name in tables if found and singular(name.lower()) == singular(found["of"])]
    for node in ast.walk(tree) if tree is not None and len(asked) == 1 else ():
        match node:
            case ast.Subscript(
                value=ast.Name(id=table),
                slice=ast.UnaryOp(op=ast.Invert(), operand=ast.Call(func=ast.Attribute(attr="isin"), args=[partners])),
            ) if table in tables and table != asked[0] and asked[0] in identifiers(partners):
                yield f"rows of `{table}` without {asked[0]} are taken: {asked[0]} without {table} are asked for"
                return
