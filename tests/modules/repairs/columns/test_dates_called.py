"""Dates are found under another name than was looked for."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.modules.repairs import cured
from husky_kernel.sight import hint

LOANS = pd.DataFrame({"isbn": ["a1", "b2", "c3"], "due": ["03.04.2031", "24.12.2031", "01.02.2031"]})


def repaired(code: str) -> str | None:
    with pytest.raises(KeyError) as failed:
        exec(code, {"loans": LOANS})
    repair = cured(code, f"KeyError: {failed.value}\nline 1: {code}\n{hint(failed.value, code, {'loans': LOANS})}")
    return repair.text if repair else None


def test_the_dates_are_read() -> None:
    text = repaired("loans['date'].max()")
    assert text == "tidy.date(loans['due']).max()"
    assert eval(text, {"loans": LOANS, "tidy": tidy}) == pd.Timestamp("2031-12-24")


def test_what_is_assigned_or_grouped_is_left() -> None:
    assert repaired("loans['date'] = loans['date'].max()") == "loans['date'] = tidy.date(loans['due']).max()"
    assert repaired("loans.groupby('date').size()") is None
