from __future__ import annotations

import pandas as pd
import pytest
from watching import against

CALLS = pd.DataFrame({"at": pd.to_datetime(["2031-05-30 09:00", "2031-05-31 14:00", "2031-06-01 08:00"])})
DAYS = pd.DataFrame({"at": pd.to_datetime(["2031-05-30", "2031-05-31"])})
WRITTEN = CALLS.assign(at=CALLS["at"].astype(str))


@pytest.mark.parametrize(
    "program",
    [
        "calls[calls['at'] <= '2031-05-31']",
        "calls[calls['at'] <= pd.Timestamp('2031-05-31')]",
        "calls[(calls['at'] >= '2031-05-01') & (calls['at'] <= '2031-05-31')]",
        "calls[calls['at'].between('2031-05-01', '2031-05-31')]",
        "c = calls.set_index('at')\nc[c.index <= '2031-05-31']",
    ],
)
def test_the_last_day_is_cut_short(program: str) -> None:
    [text] = against(program, calls=CALLS)
    assert text.endswith("'2031-05-31' leaves out 1 row later on that day")


def test_the_last_day_of_texts_and_of_a_zone() -> None:
    assert len(against("calls[calls['at'] <= '2031-05-31']", calls=WRITTEN)) == 1
    assert len(against("calls[calls['at'].dt.tz_localize('UTC') <= '2031-05-31']", calls=CALLS)) == 1


def test_days_are_never_equal_to_a_text() -> None:
    [text] = against("calls[calls['at'].dt.date == '2031-05-31']", calls=CALLS)
    assert text == "`at` == '2031-05-31' holds days against a text: no row can fit"
    assert against("calls[calls['at'].dt.date == pd.Timestamp('2031-05-31').date()]", calls=CALLS) == []


def test_a_day_that_is_asked_for_by_its_midnight() -> None:
    [text] = against("calls[calls['at'] == '2031-05-31']", calls=CALLS)
    assert text == "`at` == '2031-05-31' asks for midnight: 1 row of that day have a time"


@pytest.mark.parametrize(
    "program",
    [
        "calls[calls['at'] < '2031-06-01']",
        "calls[calls['at'] <= '2031-05-31 23:59:59']",
        "calls[calls['at'] <= '2031-05-29']",
        "calls[calls['at'].dt.date <= pd.Timestamp('2031-05-31').date()]",
        "days[days['at'] <= '2031-05-31']",
        "days[days['at'] == '2031-05-31']",
    ],
)
def test_bounds_that_lose_nothing(program: str) -> None:
    assert against(program, calls=CALLS, days=DAYS) == []
