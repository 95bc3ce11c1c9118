"""A value that was looked for among the labels of rows becomes one."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.sight.tables import hint

SIZES = pd.DataFrame({"land": ["Peru", "Mali"], "1990": [3, 4], "2020": [5, 9]})


@pytest.mark.parametrize(
    ("program", "value"),
    [("sizes.loc['Peru', '2020'] - sizes.loc['Peru', '1990']", 2), ("sizes.loc['Mali']['2020']", 9)],
)
def test_it_becomes_the_label(program: str, value: int) -> None:
    names = {"sizes": SIZES}
    with pytest.raises(KeyError) as caught:
        eval(program, names)
    repair = cured(program, f"KeyError: 'x'\n{hint(caught.value, program, names)}")
    assert repair is not None
    assert repair.kind == "labels"
    assert eval(repair.text, names) == value


def test_what_no_column_has_is_left_alone() -> None:
    with pytest.raises(KeyError) as caught:
        SIZES.loc["Chad", "1990"]
    assert "set_index" not in hint(caught.value, "sizes.loc['Chad', '1990']", {"sizes": SIZES})
