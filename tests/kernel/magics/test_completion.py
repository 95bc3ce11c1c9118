"""What Tab offers in our cells, through IPython's own completer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter

from husky_kernel.kernel.magics import extension


@pytest.fixture
def shell() -> Iterator[Any]:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    extension.load(shell)
    shell.user_ns["ferries"] = pd.DataFrame({"vessel": ["a"], "Gross tonnage": [1]})
    shell.user_ns["fleet"] = 3
    yield shell
    extension.unload(shell)
    InteractiveShell.clear_instance()


def offered(shell: Any, text: str) -> list[str]:
    with provisionalcompleter():
        return [one.text for one in shell.Completer.completions(text, len(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%%husky\nHow many fer", ["ferries"]),
        ("%%husky\nThe mean of gro", ["Gross tonnage"]),
        ("%%husky\nThe mean\nof ves", ["vessel"]),
        ("%%husky\nMore than {fl", ["{fleet}"]),
        ("%%husky --max", ["--max-steps"]),
        ("%husky corr", ["corrections"]),
    ],
)
def test_what_fits_is_offered_and_nothing_else(shell: Any, text: str, found: list[str]) -> None:
    assert offered(shell, text) == found


def test_other_cells_are_completed_as_ever(shell: Any) -> None:
    assert "ferries" in offered(shell, "ferr")
    assert not any("tonnage" in text for text in offered(shell, "gro"))


def test_unloaded_it_is_silent(shell: Any) -> None:
    extension.unload(shell)
    assert "Gross tonnage" not in offered(shell, "%%husky\nThe mean of gro")
    extension.load(shell)
