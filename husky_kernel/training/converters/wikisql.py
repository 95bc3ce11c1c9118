"""WikiSQL: questions about tables with their queries (Zhong et al. 2017, arXiv 1709.00103; BSD-3).

A record is ``{"question", "columns", "select", "agg", "where"}``; the tables' rows are not given, so frames are lent by
who calls (:attr:`How.frames <husky_kernel.training.converters.source.How>`). Worked example: ``select gold where
total = 14`` becomes::

    rows = df[df['total'] == 14]
    rows['gold'].iloc[0]

The program must give what an evaluation of the query in plain Python gives, on every frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from husky_kernel.training.checks.expected import Expected
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.trajectories import Act, Draft, Unfit

if TYPE_CHECKING:
    import pandas as pd

_SUMMARY = {"MAX": "max", "MIN": "min", "SUM": "sum", "AVG": "mean"}
_SIGNS = {"=": "==", "<": "<", ">": ">"}
_SAID = {"COUNT": "count {0}", "MAX": "take the highest {0}", "MIN": "take the lowest {0}", "": "take {0}"}
_SAID |= {"SUM": "add up {0}", "AVG": "average {0}"}


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the query is one step in either style."""
    question = str(record["question"]).strip()
    fills = tuple(how.frames(how.index, record)) if how.frames else ()
    if not fills or how.describe is None:
        raise Unfit("the table cannot be filled")
    name = next(iter(fills[0]))
    conditions = [(str(c), str(o), str(v)) for c, o, v in record["where"]]
    select, agg = str(record["select"]), str(record["agg"])
    if any(sign not in _SIGNS for _, sign, _ in conditions):
        raise Unfit("a condition without a sign")
    code = program(name, fills[0][name], select, agg, conditions)
    expected = tuple(Expected("cells", tuple(evaluate(fill[name], select, agg, conditions))) for fill in fills)
    act = Act("code", _step(name, select, agg, conditions), code)
    return Draft(question, (act,), expected, context=how.describe(question, fills[0]), fills=fills)


def program(name: str, frame: pd.DataFrame, select: str, agg: str, conditions: Sequence[tuple[str, str, str]]) -> str:
    """The query as pandas code. A selection of one row gives its value, of more the list of values."""
    tests = [f"{name}[{c!r}] {_SIGNS[sign]} {_typed(frame, c, v)!r}" for c, sign, v in conditions]
    joined = tests[0] if len(tests) == 1 else " & ".join(f"({test})" for test in tests)
    head, rows = (f"rows = {name}[{joined}]\n", "rows") if tests else ("", name)
    if agg == "COUNT":
        return f"{head}len({rows})"
    if agg:
        return f"{head}{rows}[{select!r}].{_SUMMARY[agg]}()"
    hits = len(evaluate(frame, select, agg, conditions))
    return f"{head}{rows}[{select!r}].iloc[0]" if hits == 1 else f"{head}{rows}[{select!r}].tolist()"


def evaluate(frame: pd.DataFrame, select: str, agg: str, conditions: Sequence[tuple[str, str, str]]) -> list[Any]:
    """The query in plain Python: the values selected, or the one that sums them up.

    Raises
    ------
    Unfit
        If it finds nothing, or cannot be computed.
    """
    rows: Sequence[Mapping[Any, Any]] = frame.to_dict("records")
    try:
        tests = [(column, sign, _typed(frame, column, value)) for column, sign, value in conditions]
        found = [row[select] for row in rows if all(_holds(row[column], sign, value) for column, sign, value in tests)]
        if not found:
            raise Unfit("the query finds nothing")
        match agg:
            case "COUNT":
                return [len(found)]
            case "MAX" | "MIN":
                return [max(found) if agg == "MAX" else min(found)]
            case "SUM" | "AVG":
                return [sum(found) / (len(found) if agg == "AVG" else 1)]
    except (TypeError, KeyError) as error:
        raise Unfit("the query cannot be computed") from error
    return found


def _holds(cell: Any, sign: str, value: Any) -> bool:
    return bool(cell == value if sign == "=" else cell < value if sign == "<" else cell > value)


def _typed(frame: pd.DataFrame, column: str, text: str) -> Any:
    """A value of a condition as the column has it: a number in a column of numbers, else the text."""
    if frame[column].dtype.kind not in "iuf":
        return text
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        raise Unfit("the query cannot be computed") from None
    return int(number) if number.is_integer() else number


def _step(name: str, select: str, agg: str, conditions: Sequence[tuple[str, str, str]]) -> str:
    """The step in words that keep every condition."""
    signs = {"=": "is", "<": "is below", ">": "is above"}
    tests = " and ".join(f"{column} {signs[sign]} {value!r}" for column, sign, value in conditions)
    chosen = f"Select the rows of {name} where {tests} and " if tests else f"In {name}, "
    said = _SAID[agg].format("the rows" if agg == "COUNT" else f"the {select}" if not agg else select)
    return f"{chosen}{said}."


SOURCE = Source("wikisql_train", "BSD-3-Clause", ("wikisql_train*",), convert)
