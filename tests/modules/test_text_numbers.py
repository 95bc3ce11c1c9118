from __future__ import annotations

import pandas as pd
import pytest
from failing import failure_of

from husky_kernel.modules.text_numbers import READER, with_numbers

PEAKS = pd.DataFrame({"peak": ["A", "B"], "height": ["14,379 ft 4383 m", "13,982 ft"], "price": ["$4.50", "-3 USD"]})


def run(code: str) -> object:
    """The value of the last line of ``code`` on the table."""
    *lines, last = code.splitlines()
    space: dict[str, object] = {"df": PEAKS.copy(), "pd": pd}
    exec("\n".join([*lines, f"value = {last}"]), space)
    return space["value"]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("a = float(df['height'].iloc[0])\na - float(df['height'].iloc[1])", 397.0),
        ("int(df.loc[0, 'height'])", 14379.0),
        ("df['price'].astype(float).sum()", 1.5),
        ("df['height'].astype('int64').max()", 14379.0),
        ("pd.to_numeric(df['price']).min()", -3.0),
        ("df[df['height'] > 14000]['peak'].tolist()", ["A"]),
        ("len(df[(df['price'] >= -5) & (df['price'] < 0)])", 1),
    ],
)
def test_the_number_is_taken_out_of_the_text(code: str, value: object) -> None:
    mended = with_numbers(code, failure_of(code, df=PEAKS, pd=pd))
    assert mended is not None
    assert run(mended) == value


@pytest.mark.parametrize(
    "code", ["df['height'] > df['nothing']", "float('about 3 m')", "1 / 0", "df['height'] - 3", "max(3, 'b')"]
)
def test_another_failure_is_left_to_the_model(code: str) -> None:
    assert with_numbers(code, failure_of(code, df=PEAKS, pd=pd)) is None


def test_it_is_tried_once() -> None:
    assert with_numbers(READER + "float(x)", "ValueError: could not convert string to float: '3 m'") is None
