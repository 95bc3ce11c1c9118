from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel.context import looked
from husky_kernel.context.looked import COLUMNS, Looked
from husky_kernel.kinds import kind_of


def test_columns_have_a_text_as_name_and_once() -> None:
    wide = pd.DataFrame([[1] * (COLUMNS + 5)], columns=[f"c{at}" for at in range(COLUMNS + 5)])
    odd = pd.DataFrame([[1, 2, 3, 4]], columns=["a", "a", 7, "b"])
    tables = Looked({"wide": wide, "odd": odd, "none": object()})
    assert [column for column, _ in tables.columns("odd")] == ["b"]
    assert len(list(tables.columns("wide"))) == COLUMNS
    assert list(tables.columns("none")) == []


def test_a_kind_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def once(series: Any, name: str) -> Any:
        asked.append(name)
        return kind_of(series, name)

    monkeypatch.setattr(looked, "kind_of", once)
    tables = Looked({"t": pd.DataFrame({"price": ["€1", "€2.50"]})})
    assert tables.kind("t", "price") is tables.kind("t", "price")
    assert asked == ["price"]
