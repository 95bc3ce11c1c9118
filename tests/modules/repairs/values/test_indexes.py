"""Programs that put rows together by time where the times are not the index."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.values.indexes import with_index

FAILED = "TypeError: Only valid with\nset the dates as index first: tide.set_index(tidy.date(tide['read']))"


def test_the_dates_become_the_index() -> None:
    tide = pd.DataFrame({"read": ["2031-05-03", "2031-05-03", "2031-05-04"], "cm": [5, 3, 9]})
    code = "found = tide['cm'].resample('D').sum()"
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "index"
    space = {"tide": tide, "tidy": tidy}
    exec(repair.text, space)
    assert space["found"].tolist() == [8, 9]


@pytest.mark.parametrize(
    "code", ["moon['cm'].resample('D').sum()", "tide.sum().resample('D')", "tide.resample('D')", "tide.sum()", "tide ("]
)
def test_what_its_failure_does_not_speak_of_is_left_alone(code: str) -> None:
    other = FAILED.replace("date(tide['read'])", "date(tide['gone'])")
    two = f"{FAILED}\n{other.splitlines()[1]}"
    assert with_index(code, "KeyError: 'read'") is None
    assert with_index(code, two) is None
    assert (with_index(code, FAILED) is None) == (code != "tide.resample('D')")
