"""The examples of the docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = [
    *(
        f"tidy.{name}"
        for name in ("absences", "dates", "durations", "lists", "numbers", "scores", "tables", "texts", "truths")
    ),
    "kinds.column",
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_docstring_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"husky_kernel.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
