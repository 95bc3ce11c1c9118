"""What is busiest."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

GATES = pd.DataFrame(
    {"id": [1, 2, 3, 4], "name": ["Elm", "Oak", "Ash", "Fir"], "wing": list("ENNE"), "width": [2, 3, 2, 4]}
)
VISITS = pd.DataFrame({"visit": range(100, 112), "gate": [1, 1, 1, 2, 2, 3, 4, 3, 3, 3, 3, 4]})
TABLES = {"gates": GATES, "visits": VISITS}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which gate is the busiest in each wing?", ["Ash", "Elm"]),
        ("Which gate is the busiest?", "Ash"),
        ("Which is the quietest gate in each wing?", ["Fir", "Oak"]),
    ],
)
def test_rows_are_counted(question: str, answer: Any) -> None:
    told = describe(question, TABLES, 900)
    lines = [line.partition(": ")[2] for line in told.splitlines() if line.startswith("Begin with: ")]
    names: dict[str, Any] = {**TABLES, "pd": pd}
    exec("\n".join(lines), names)
    [part] = [line for line in told.splitlines() if line.startswith("Part: how busy")]
    call = part.partition("in rows: ")[2]
    if call.startswith("n = "):
        made, _, call = call.partition(", of each wing ")
        exec(made, names)
        assert sorted(name for _, name in eval(call, names).index) == answer
    else:
        assert eval(call, names) in (answer, GATES.set_index("name")["id"][answer])


def test_other_questions_are_left_alone() -> None:
    assert "how busy" not in describe("Which gates are in each wing?", TABLES, 900)
