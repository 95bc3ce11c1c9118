from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pandas as pd
import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.benchmarks import read_questions
from husky_kernel.eval.benchmarks.frame import wikitable

CSV = r""""Year","Driver","Driver","Points","Gap","Car"
"1990","Ann \"Ace\" Bo","A","1,200","","007"
"1991","Bo\nLee","B","950","2.5","012"
"""
RECORD = {"id": "nt-1", "utterance": "who has the most points?", "context": "csv/1-csv/2.csv"}


def write(folder: Path, target: str) -> Path:
    data = folder / "wtq.jsonl"
    data.write_text(json.dumps(RECORD | {"targetValue": target}))
    return data


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    file = tmp_path / "csv" / "1-csv" / "2.csv"
    file.parent.mkdir(parents=True)
    file.write_text(CSV)
    return tmp_path


def test_columns_have_sensible_types() -> None:
    frame = wikitable(CSV.encode())
    assert list(frame.columns) == ["Year", "Driver", "Driver_2", "Points", "Gap", "Car"]
    assert frame["Points"].tolist() == [1200, 950]
    assert pd.api.types.is_integer_dtype(frame["Year"])
    assert frame["Gap"].isna().tolist() == [True, False]
    assert frame["Car"].tolist() == ["007", "012"]
    assert frame["Driver"].tolist() == ['Ann "Ace" Bo', "Bo Lee"]


@pytest.mark.parametrize("place", ["folder", "archive", "option", "csv option"])
def test_tables_are_found_where_they_may_be(tables: Path, tmp_path: Path, place: str) -> None:
    home = tables if place == "folder" else tmp_path / "elsewhere"
    home.mkdir(exist_ok=True)
    if place == "archive":
        with tarfile.open(home / "wtq_csv.tar.gz", "w:gz") as archive:
            info = tarfile.TarInfo("csv/1-csv/2.csv")
            info.size = len(CSV)
            archive.addfile(info, io.BytesIO(CSV.encode()))
    option = {"option": tables, "csv option": tables / "csv"}.get(place)
    [question] = read_questions("wtq", write(home, "Bo Lee"), None, tables=option)
    [names] = question.namespaces()
    assert len(names["df"]) == 2


def test_missing_tables_are_told(tables: Path, tmp_path: Path) -> None:
    data = write(tables, "x")
    with pytest.raises(UseError, match="--tables wants a folder"):
        read_questions("wtq", data, None, tables=tmp_path / "none")
    (tables / "csv" / "1-csv" / "2.csv").unlink()
    [question] = read_questions("wtq", data, None)
    with pytest.raises(UseError, match=r"there is no csv/1-csv/2\.csv"):
        question.namespaces()


@pytest.mark.parametrize(
    ("target", "text", "cells", "right", "official"),
    [
        ("Bo Lee", "Bo Lee", None, True, True),
        ("Bo Lee", "It is Bo Lee.", None, True, False),
        ("Bo Lee", None, ["Bo Lee"], True, False),
        ("Bo Lee (KEN)", "Bo Lee", None, True, True),
        ("12,000", "12000", None, True, True),
        ("12,000", None, [12000], True, False),
        ("4", "There are 4 of them", None, True, False),
        ("4", None, [5], False, False),
        ("5 years", "5", None, True, False),
        ("A|B", "B, A", None, True, True),
        ("A|B", "A and B", None, True, False),
        ("A|B", "['A', 'B']", None, True, False),
        ("A|B", None, ["B", "A"], True, False),
        ("A|B", "A", None, False, False),
        ("A|B", "A, B, C", None, False, False),
        ("A, B|C", "A, B|C", None, True, False),
        ("no", None, [False], True, False),
    ],
)
def test_denotations_and_sentences(
    tables: Path, target: str, text: str | None, cells: list[object] | None, right: bool, official: bool
) -> None:
    [question] = read_questions("wtq", write(tables, target), None)
    assert question.solved(0, text, cells) is right
    assert question.solved_as_reference(text) is official
