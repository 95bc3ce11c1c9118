"""The watch around a program tells what speaks against it, what it drew, and what would mend its error."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel.assembly.sight import watcher


def _namespace() -> dict[str, Any]:
    cans = pd.DataFrame({"brand": ["a", "b"], "litres": ["9", "10"]})
    return {"cans": cans, "brands": pd.DataFrame({"brand": ["a", "b"], "land": ["N", "S"]})}


def test_what_a_program_does_and_what_its_text_says_are_noted() -> None:
    namespace, program = _namespace(), "cans.dropna()\ncans['litres'].max()"
    with watcher(namespace)(program) as watched:
        exec(program, namespace)
    assert watched.against == (
        "`litres` holds numbers as texts ('9', '10'): max goes by letters",
        "`cans.dropna()` changes nothing: what it returns is not kept",
    )


def test_an_error_is_mended_from_the_tables() -> None:
    namespace, program = _namespace(), "cans['land']"
    with pytest.raises(KeyError) as caught, watcher(namespace)(program) as watched:
        exec(program, namespace)
    assert watched.hint(caught.value) == "`land` is in `brands`; join on `brand`, 2 of 2 found"
