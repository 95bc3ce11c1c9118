"""Workbooks, databases, JSON, Parquet, archives."""

from __future__ import annotations

import datetime
import gzip
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from husky_kernel import read
from husky_kernel.agent.errors import UseError


def one(path: Path, **options: str | int) -> pd.DataFrame:
    frame = read(path, **options)  # type: ignore[arg-type]
    assert isinstance(frame, pd.DataFrame)
    return frame


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sales"
    for row in (
        ["Made by us"],
        [],
        ["region", "units", "price", "day", "zip"],
        ["North", 5, 1.5, datetime.date(2024, 1, 2), "00123"],
        ["South", 7, None, datetime.date(2024, 1, 3), "10115"],
        ["West", None, 2, datetime.date(2024, 1, 3), "10115"],
        ["Total", 12],
    ):
        sheet.append(row)
    book.create_sheet("Empty")
    staff = book.create_sheet("Staff")
    staff.append(["name", "age"])
    staff.append(["Ada", 36])
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_each_sheet_of_a_workbook_is_a_table(workbook: Path) -> None:
    frames = read(workbook)
    assert isinstance(frames, dict)
    assert list(frames) == ["Sales", "Staff"]
    sales = frames["Sales"]
    assert sales.region.tolist() == ["North", "South", "West"]
    assert sales.units.fillna(0).tolist() == [5, 7, 0]
    assert sales.day.dt.day.tolist() == [2, 3, 3]
    assert sales.zip.tolist() == ["00123", "10115", "10115"]
    assert sales.attrs["read"] == "sheet 'Sales', 2 lines skipped, 1 total row left out"


def test_a_sheet_with_untidy_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "q1", "q2"], [1234567890123456, 1, 2], [None, "n/a", "soon"], [1234567890123457, "4", 3]):
        sheet.append(row)
    book.save(tmp_path / "untidy.xlsx")
    frame = one(tmp_path / "untidy.xlsx")
    assert frame.id.dropna().tolist() == [1234567890123456, 1234567890123457]
    assert "float" not in str(frame.id.dtype)
    assert frame.q1.fillna(0).tolist() == [1, 0, 4]
    assert frame.q2.tolist() == [2, "soon", 3]
    told = "sheet 'Sheet', 1 cell 'n/a' in 'q1' read as missing, 1 text in 'q1' read as numbers"
    assert frame.attrs["read"] == told


def test_one_sheet_is_asked_for(workbook: Path) -> None:
    assert one(workbook, sheet="Staff").to_dict("list") == {"name": ["Ada"], "age": [36]}
    assert one(workbook, sheet=2).age.tolist() == [36]
    with pytest.raises(UseError, match="no sheet 'Other', only 'Sales', 'Empty', 'Staff'"):
        read(workbook, sheet="Other")


def test_a_damaged_workbook_is_named(workbook: Path) -> None:
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "<no")
    with pytest.raises(UseError, match=r"book\.xlsx cannot be read: the workbook is damaged"):
        read(workbook)


def test_a_text_called_xls_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_text("a\tb\n1\t2\n", encoding="utf-8")
    assert one(tmp_path / "old.xls").to_dict("list") == {"a": [1], "b": [2]}


def test_the_tables_of_a_database(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER, note TEXT)")
        connection.execute("INSERT INTO orders VALUES (1234567890123456789, 'x'), (NULL, '007')")
        connection.execute('CREATE TABLE "odd name" (a)')
        connection.execute('INSERT INTO "odd name" VALUES (1.5)')
        connection.commit()
    before = path.read_bytes()
    frames = read(path)
    assert isinstance(frames, dict)
    assert list(frames) == ["orders", "odd name"]
    assert frames["orders"].id.dropna().tolist() == [1234567890123456789]
    assert frames["orders"].note.tolist() == ["x", "007"]
    assert one(path, sheet="odd name").a.tolist() == [1.5]
    assert path.read_bytes() == before
    path.write_bytes(before[:1000])
    with pytest.raises(UseError, match="the database is damaged"):
        read(path)


JSON = {
    "objects": [{"a": 1, "b": {"c": "x"}}, {"a": 2}],
    "within": {"page": 1, "rows": [{"a": 1, "b": {"c": "x"}}, {"a": 2}]},
    "columns": {"a": [1, 2], "b.c": ["x", None]},
    "columns of keys": {"a": {"0": 1, "1": 2}, "b.c": {"0": "x", "1": None}},
}


@pytest.mark.parametrize("content", JSON.values(), ids=JSON)
def test_json(tmp_path: Path, content: object) -> None:
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    frame = one(tmp_path / "a.json")
    assert frame.a.tolist() == [1, 2]
    assert frame["b.c"].isna().tolist() == [False, True]


def test_json_lines_and_their_faults(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n\n{"a": 2}\n', encoding="utf-8")
    assert one(path).a.tolist() == [1, 2]
    path.write_text('{"a": 1}\n{"a": }\n', encoding="utf-8")
    with pytest.raises(UseError, match=r"a\.jsonl, line 2 cannot be read: Expecting value"):
        read(path)
    (tmp_path / "b.json").write_text('{"a": [1,\n2,,]}', encoding="utf-8")
    with pytest.raises(UseError, match=r"b\.json, line 2 cannot be read"):
        read(tmp_path / "b.json")


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y' ORDER BY a) TO '{path}' (FORMAT parquet)")
    assert one(path).to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}
    path.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(UseError, match="the parquet file is damaged"):
        read(path)


def test_archives(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a;b\n1;2,5\n"))
    assert one(tmp_path / "a.csv.gz").b.tolist() == [2.5]
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("folder/a.csv", "a,b\n1,2\n")
        archive.writestr("__MACOSX/._a.csv", "rubbish")
    assert one(tmp_path / "one.zip").b.tolist() == [2]
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
        archive.writestr("b.json", '[{"c": 3}]')
    frames = read(tmp_path / "two.zip")
    assert isinstance(frames, dict)
    assert list(frames) == ["a", "b"]
    assert one(tmp_path / "two.zip", sheet="b").c.tolist() == [3]
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n3,4,5\n")
    with pytest.raises(UseError, match=r"bad\.zip: a\.csv, line 3 cannot be read"):
        read(tmp_path / "bad.zip")
