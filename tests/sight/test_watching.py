"""The watch looks at what the program itself calls, changes nothing, and leaves nothing behind."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd
import pytest
from watching import against, notes

from husky_kernel.sight.watch import NOTES, _looks, watch

SHOPS = pd.DataFrame({"shop": ["a", "b", "c"], "sold": [1.5, 3, 3], "code": ["9", "10", "11"]})


def _attributes() -> dict[str, Any]:
    """Everything that the classes and modules that are watched have of their own."""
    from pandas.core.groupby import DataFrameGroupBy, SeriesGroupBy
    from pandas.core.indexing import _iLocIndexer, _LocIndexer

    owners = (pd.DataFrame, pd.Series, pd.Index, pd.DatetimeIndex, DataFrameGroupBy, SeriesGroupBy)
    return {
        f"{owner}.{name}": value
        for owner in (*owners, _iLocIndexer, _LocIndexer, pd)
        for name, value in vars(owner).items()
    }


def test_nothing_stays_wrapped_even_after_an_error() -> None:
    before = _attributes()
    with pytest.raises(KeyError):
        notes("shops['nothing'].sum()", shops=SHOPS)
    after = _attributes()
    assert {name for name in after if after[name] is not before.get(name)} == set()
    assert set(after) == set(before)


def test_every_method_that_is_watched_is_there() -> None:
    from husky_kernel.sight.watch import _owner

    missing = [name for name in _looks() if not hasattr(_owner(name.rpartition(".")[0]), name.rpartition(".")[2])]
    assert set(missing) <= {"Series.argmax", "Series.argmin"}


def test_calls_that_pandas_makes_inside_are_not_looked_at() -> None:
    namespace: dict[str, Any] = {"pd": pd, "shops": SHOPS}
    with watch(namespace) as seen:
        SHOPS["code"].max()  # not the program's globals
    assert seen.notes == ()


def test_calls_in_the_programs_own_functions_are() -> None:
    assert len(against("def best(column):\n    return column.max()\nbest(shops['code'])", shops=SHOPS)) == 1
    assert len(against("shops[['code']].apply(lambda column: column.max())", shops=SHOPS)) == 1


def test_a_note_of_a_loop_is_told_once() -> None:
    assert len(against("for _ in range(100):\n    shops['code'].max()", shops=SHOPS)) == 1


def test_notes_against_the_result_come_first_and_are_bounded() -> None:
    program = "shops.loc[shops['sold'] > 9]\n" + "\n".join(f"shops['code'].rename('c{i}').max()" for i in range(30))
    found = notes(program, shops=SHOPS)
    assert len(found) == NOTES
    assert found[0].against


def test_looking_ends_when_its_time_is_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LEAST", "SHARE"):
        monkeypatch.setattr(sys.modules["husky_kernel.sight.watch"], name, 0.0)
    program = "\n".join(f"shops['code'].rename('c{i}').max()" for i in range(3))
    assert len(notes(program, shops=SHOPS)) < 2


def test_results_and_errors_are_those_of_pandas() -> None:
    namespace: dict[str, Any] = {"shops": SHOPS}
    with watch(namespace):
        exec(
            "r = shops.groupby('shop')['sold'].sum(), shops.nlargest(2, 'sold'), (shops['sold'] == 3).tolist()",
            namespace,
        )
        with pytest.raises(TypeError, match="unexpected keyword argument 'col'"):
            exec("shops.sort_values(col='sold')", namespace)
    pd.testing.assert_series_equal(namespace["r"][0], SHOPS.groupby("shop")["sold"].sum())
    pd.testing.assert_frame_equal(namespace["r"][1], SHOPS.nlargest(2, "sold"))
    assert namespace["r"][2] == [False, True, True]


def test_a_column_that_can_be_read_in_two_ways_speaks_against_what_was_made_of_it() -> None:
    laps = pd.DataFrame({"lap": ["3:25", "4:10"]})
    program = "from husky_kernel import tidy\ntidy.duration(laps['lap']{}).sum()"
    [text] = against(program.format(""), laps=laps)
    assert text.startswith("it can be read in another way: '3:25' was taken for hours and minutes")
    assert against(program.format(", unit='min'"), laps=laps) == []
