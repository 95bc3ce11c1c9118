from __future__ import annotations

import pytest

from husky_kernel.agent.answers.changes import changes_told, files_told
from husky_kernel.agent.effects import Effects, TableChange


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (TableChange("stock", (423, 420)), "stock: 3 rows removed, 423 -> 420"),
        (TableChange("stock", (420, 423)), "stock: 3 rows added, 420 -> 423"),
        (TableChange("stock", (4, 4), dtypes={"price": ("str", "float64")}, cells=4),
         "stock: price: str -> float64, 4 cells changed"),
        (TableChange("stock", (4, 4), ("total",), ("note",), cells=0), "stock: total added, note removed"),
        (TableChange("stock", (4, 4), nulls=(3, 0), cells=3), "stock: missing values 3 -> 0, 3 cells changed"),
        (TableChange("stock", (4, 4), cells=0), "stock: no cell changed"),
        (TableChange("stock", (4, 4)), "stock: changed"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_one_line(change: TableChange, told: str) -> None:
    assert changes_told(Effects(changed=("stock",), tables=(change,))) == told


def test_other_variables_and_files_are_told() -> None:
    effects = Effects(changed=("rate",), deleted=("old",), outside=("wrote a.csv", "started a process"))
    assert changes_told(effects) == "rate: changed; old: deleted"
    assert files_told(effects) == "wrote a.csv"
