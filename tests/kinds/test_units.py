"""The units behind the amounts of a column."""

from __future__ import annotations

import pandas as pd

from husky_kernel.kinds import kind_of


def test_units_are_those_that_stand_there_and_their_like() -> None:
    kind = kind_of(pd.Series(["5 kg", "7.5 kg", "12 kg"]), "load")
    assert set(kind.units) == {"kg"}
    assert [kind.is_in(unit) for unit in ("kg", "t", "m²")] == [True, True, False]


def test_amounts_without_one_have_none() -> None:
    assert kind_of(pd.Series(["5,20", "7,90", "12,00"]), "load").units == ()
