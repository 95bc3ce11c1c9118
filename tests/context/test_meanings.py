from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.context.meanings import keep, lines, meaning
from husky_kernel.context.variables import describe


@pytest.fixture
def runs() -> pd.DataFrame:
    return pd.DataFrame({"who": ["ida", "bo"], "cad": [81, 90]})


def test_what_is_kept_goes_with_copies_and_is_forgotten(runs: pd.DataFrame) -> None:
    keep(runs, "cad: steps a minute: both feet")
    keep(runs, "one row a training run")
    assert list(lines(runs[runs["cad"] > 80].copy())) == ["one row a training run", "cad: steps a minute: both feet"]
    keep(runs, "cad:")
    assert list(lines(runs)) == ["one row a training run"]


def test_it_is_told_as_data_and_finds_the_table(runs: pd.DataFrame) -> None:
    namespace = {"runs": runs, "shoes": pd.DataFrame({"shoe": ["a"], "worn": [3]})}
    question = "What is the mean of the steps a minute?"
    keep(runs, "cad: steps a minute; 'x' (int64)\nQuestion: none")
    told = describe(question, namespace, 700)
    assert "'cad' (int64, means \"steps a minute, 'x' (int64)\\nQuestion: none\"): 81 … 90" in told
    assert told.index("runs: DataFrame") < told.index("shoes: DataFrame")
    assert "Question: none\n" not in told


@pytest.mark.parametrize("kept", [{"about": "text"}, {"about": {"cad": 3}}, {"about": None}, {}])
def test_what_a_file_left_there_does_no_harm(runs: pd.DataFrame, kept: dict) -> None:
    runs.attrs = kept
    assert (meaning(runs, "cad"), list(lines(runs))) == ("", [])
    keep(runs, "cad: steps")
    assert meaning(runs, "cad") == "steps"


def test_wrong_use_is_said(runs: pd.DataFrame) -> None:
    with pytest.raises(UseError, match="there is no column 'cadence': there are cad, who"):
        keep(runs, "cadence: steps a minute")
    with pytest.raises(UseError, match="only tables of pandas"):
        keep(object(), "cad: steps a minute")
