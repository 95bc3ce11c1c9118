"""Who won, where results stand as "2:1" in one column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import COPY, assigned, name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.tables import quoted

_WON = re.compile(r"\b(?:won|wins?|winn\w+|beat\w*|lost|los(?:e|es|ing)|defeat\w*)\b")
_DRAWN = re.compile(r"\b(?:drawn?|draws|tied|undecided)\b")
_SIDES = (("home", "away"), ("host", "guest"), ("heim", "gast"))


def asked_results(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How the rows are found that one side won, or none, of the one column of results of the likeliest table."""
    asked = question.lower()
    won, drawn = _WON.search(asked), _DRAWN.search(asked)
    for name in names[:1] if won or drawn else ():
        if column := _result(looked, name):
            one, other = _called(looked, name)
            sides = [_scored(name, lines, column, side) for side in ("first", "second")]
            if _line(looked, name, column) in lines:
                sides = [f"{COPY}[{_goals(side)!r}]" for side in (one, other)]
            if won:
                yield f"{one} won is {sides[0]} > {sides[1]}, {other} won {sides[0]} < {sides[1]}"
            if drawn:
                yield f"drawn is {sides[0]} == {sides[1]}"


def result_line(question: str, looked: Looked, names: Sequence[str]) -> list[str]:
    """The line that takes what each side scored out of the results, where a question asks who won."""
    asked = question.lower()
    wanted = names[:1] if _WON.search(asked) or _DRAWN.search(asked) else ()
    return [_line(looked, name, column) for name in wanted if (column := _result(looked, name))]


def _line(looked: Looked, name: str, column: str) -> str:
    sides = zip(_called(looked, name), ("first", "second"), strict=True)
    (line,) = assigned(name, {_goals(side): _scored(name, (), column, place) for side, place in sides})
    return line


def _result(looked: Looked, name: str) -> str:
    """The one column of results; empty where there is none, or several."""
    results = [column for column, _ in looked.columns(name) if looked.kind(name, column).name == "score"]
    return results[0] if len(results) == 1 else ""


def _goals(side: str) -> str:
    """What a side's column is called: "home_score"."""
    return f"{side.removeprefix('the ')}_score"


def _scored(name: str, lines: Sequence[str], column: str, side: str) -> str:
    """What one side scored."""
    return f"tidy.score({name_of(name, lines)}[{quoted(column)}])[{side!r}]"


def _called(looked: Looked, name: str) -> tuple[str, str]:
    """What the sides are called: as two columns of the table are."""
    columns = [re.findall(r"[^\W\d_]+", column.lower()) for column, _ in looked.columns(name)]
    known = [pair for pair in _SIDES if all(any(side in parts for parts in columns) for side in pair)]
    return known[0] if known else ("the first", "the second")
