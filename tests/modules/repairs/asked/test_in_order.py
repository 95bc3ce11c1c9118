"""Weekdays and months of a chart are brought to their order."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured

FAILED = "It ran, but the weekdays are not in their order: take .reindex(['Monday', 'Friday']) first."
BY = "d.groupby(d['day'].dt.day_name())"


@pytest.mark.parametrize(
    ("code", "drawn"),
    [
        (f"{BY}.size().plot(kind='bar')", f"{BY}.size().reindex(['Monday', 'Friday']).plot(kind='bar')"),
        (f"{BY}['kg'].sum().plot.barh(title='kg')", f"{BY}['kg'].sum().reindex(['Monday', 'Friday']).plot.barh("),
        (f"t = {BY}.size()\nt.plot(kind='bar')\nt", "t.reindex(['Monday', 'Friday']).plot(kind='bar')"),
        ("d['day'].value_counts().plot.bar()", "d['day'].value_counts().reindex(['Monday', 'Friday']).plot.bar()"),
    ],
)
def test_what_is_drawn_is_brought_to_its_order(code: str, drawn: str) -> None:
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "order"
    assert drawn in repair.text


@pytest.mark.parametrize(
    "code",
    [
        "plt.bar(days, kg)",
        "t.plot(kind='bar')",
        "t = d.groupby(['day', 'stall']).size()\nt.plot(kind='bar')",
        "d.plot(x='day', y='kg', kind='bar')",
    ],
)
def test_other_charts_are_left_alone(code: str) -> None:
    assert cured(code, FAILED) is None


def test_nothing_is_done_where_nobody_speaks_of_an_order() -> None:
    assert cured(f"{BY}.size().plot(kind='bar')", "It ran, but a line chart was asked for.") is None
