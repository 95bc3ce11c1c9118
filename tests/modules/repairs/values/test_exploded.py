"""Members of lists are counted, not the lists."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured

FAILURE = "It ran, but the answer is by whole lists: take .explode() first."


@pytest.mark.parametrize("rest", ["value_counts().head(3)", "value_counts(normalize=True)", "mode()[0]"])
def test_the_lists_are_taken_apart(rest: str) -> None:
    repair = cured(f"d = songs.copy()\nd['styles'].{rest}", FAILURE)
    assert repair is not None
    assert (repair.kind, repair.text) == ("lists", f"d = songs.copy()\nd['styles'].explode().{rest}")


@pytest.mark.parametrize(("code", "failure"), [("d['styles'].value_counts()", "KeyError"), ("len(d)", FAILURE)])
def test_other_programs_stay(code: str, failure: str) -> None:
    assert cured(code, failure) is None
