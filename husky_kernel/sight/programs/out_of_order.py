"""Charts whose labels stand in another order than the values: ``plt.pie(t.a.value_counts(), labels=t.a.unique())``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import combinations

from husky_kernel.syntax import parsed

_DRAWS = {"bar", "barh", "pie", "plot", "stem", "step", "fill_between"}
_SAID = {"appearance": "as they come up", "alphabet": "by the alphabet", "count": "by their count", "value": "by value"}
_SORTS = {"sort_values": "value", "nlargest": "value", "nsmallest": "value", "sort_index": "alphabet"}


def out_of_order(program: str) -> Iterator[str]:
    """What is told of labels and values of one chart that are known to be in different orders."""
    tree = parsed(program)
    if tree is None:
        return
    values = {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _DRAWS:
            given = [*node.args[:2], *(keyword.value for keyword in node.keywords if keyword.arg != "title")]
            found = [order for one in given if (order := _order(one, values))]
            for one, other in combinations(found, 2):
                if one != other and "appearance" in (one, other):
                    told = f"in different orders, {_SAID[one]} and {_SAID[other]}"
                    yield f"labels and values of the chart are {told}: take the labels from the index of the values"
                    return


def _order(node: ast.expr, values: Mapping[str, ast.expr], deep: int = 4) -> str:
    """The order of what an expression gives, as far as its last call that orders says."""
    if not deep:
        return ""
    match node:
        case ast.Name(id=name):
            return _order(values[name], values, deep - 1) if name in values else ""
        case ast.Call(func=ast.Name(id="sorted")):
            return "alphabet"
        case ast.Call(func=ast.Name(id="list"), args=[one]):
            return _order(one, values, deep)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr="unique")):
            return "alphabet"
        case ast.Call(func=ast.Attribute(attr="unique" | "drop_duplicates")):
            return "appearance"
        case ast.Call(func=ast.Attribute(attr="value_counts")):
            return "count"
        case ast.Call(func=ast.Attribute(attr="groupby"), keywords=keywords):
            unsorted = any(keyword.arg == "sort" for keyword in keywords)
            return "appearance" if unsorted else "alphabet"
        case ast.Call(func=ast.Attribute(value=inner, attr=name)):
            return _SORTS.get(name) or ("" if name == "reindex" else _order(inner, values, deep))
        case ast.Attribute(value=inner) | ast.Subscript(value=inner):
            return _order(inner, values, deep)
    return ""
