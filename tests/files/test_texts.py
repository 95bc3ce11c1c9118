"""CSV files as people have them: each is made here, read, and what was found is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from husky_kernel import read
from husky_kernel.agent.errors import UseError


def table(folder: Path, content: str | bytes, written: str = "utf-8", **options: Any) -> pd.DataFrame:
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(written))
    frame = read(path, **options)
    assert isinstance(frame, pd.DataFrame)
    return frame


def test_a_report_from_another_country(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Bericht 2024\nStand: Mai\n\nOrt;Erlös;Kisten\nKöln;1.234,50;3\nBonn;99,90;4\nSumme;1.334,40;7\n"
    frame = table(tmp_path, text, "cp1252")
    assert frame.to_dict("list") == {"Ort": ["Köln", "Bonn"], "Erlös": [1234.5, 99.9], "Kisten": [3, 4]}
    told = "cp1252, ';', 3 lines skipped, decimal comma, 1 total row left out"
    assert frame.attrs["read"] == told
    captured = capsys.readouterr()
    assert captured.err == f"{tmp_path / 'table.csv'}: {told}, 2 × 3\n"
    assert captured.out == ""


SAME = "city,people\nÉvora,56000\nSzczecin,390000\n"


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (SAME, "utf-8", "utf-8"),
        (SAME, "utf-8-sig", "utf-8"),
        (SAME, "utf-16", "utf-16"),
        (SAME, "utf-16-le", "utf-16-le"),
        (SAME, "utf-16-be", "utf-16-be"),
        (SAME, "cp1252", "cp1252"),
        ("AAAA,n\nAÄÄÄ,1\nÖÄÜ,2\n", "cp1252", "cp1252"),
        ("город,n\nМосква,1\nКазань,2\nПермь,3\n", "cp1251", "cp1251"),
        ("miasto,n\nŁódź,1\nGdańsk,2\nŻary,3\nŚwidnica,4\n", "cp1250", "cp1250"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, text: str, encoding: str, told: str) -> None:
    frame = table(tmp_path, text, encoding)
    assert frame.iloc[:, 0].tolist() == [line.split(",")[0] for line in text.splitlines()[1:]]
    assert frame.attrs["read"].split(", ")[0] == told


def test_a_line_of_names_that_no_separator_parts_is_not_skipped_for_it(tmp_path: Path) -> None:
    frame = table(tmp_path, "plant,pots\nfern; ivy; moss,3\nivy; fern; moss,\n")
    assert frame["plant"].tolist() == ["fern; ivy; moss", "ivy; fern; moss"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sep", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, sep: str, end: str) -> None:
    rows = [["name", "note", "n"], ["A", '"hello, world; x"', "1"], ["B", '"two ""words"""', "2"], ["C", "", "3"]]
    frame = table(tmp_path, end.join(sep.join(row) for row in rows) + end)
    assert frame.note.fillna("").tolist() == ["hello, world; x", 'two "words"', ""]
    assert frame.n.tolist() == [1, 2, 3]


FILES = {
    "semicolons with decimal commas": ("x;y\n1,5;2,5\n3,5;4,25\n", {"x": [1.5, 3.5], "y": [2.5, 4.25]}),
    "one column of decimal commas": ("x\n1,5\n2,75\n", {"x": [1.5, 2.75]}),
    "one column of names": ("who\nSmith, John\nDoe, Ann\n", {"who": ["Smith, John", "Doe, Ann"]}),
    "thousands as the other column has them": ("a;b\n1.234;9,5\n2.500;8,25\n", {"a": [1234, 2500], "b": [9.5, 8.25]}),
    "apostrophes": ("a;b\n1'234.50;x\n99.90;y\n", {"a": [1234.5, 99.9], "b": ["x", "y"]}),
    "a separator at each line's end": ("a,b,\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
    "a separator at the end of data lines": ("a,b\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
    "no header": ("1,x\n2,y\n", {"column_1": [1, 2], "column_2": ["x", "y"]}),
    "years as names": ("region,2019,2020\nN,5,6\nS,7,8\n", {"region": ["N", "S"], "2019": [5, 7], "2020": [6, 8]}),
    "names of rows": ("a,b\nr1,1,2\nr2,3,4\n", {"column_1": ["r1", "r2"], "a": [1, 3], "b": [2, 4]}),
    "groups above names": (
        ",2023,,2024,\nregion,q1,q2,q1,q2\nN,1,2,3,4\nS,5,6,7,8\n",
        {"region": ["N", "S"], "2023 q1": [1, 5], "2023 q2": [2, 6], "2024 q1": [3, 7], "2024 q2": [4, 8]},
    ),
    "units below names": ("n,w\n,kg\na,1\nb,2\nc,3\n", {"n": ["a", "b", "c"], "w kg": [1, 2, 3]}),
    "notes below": ("a,b,c\n1,2,3\n4,5,6\n\nSource: us\n", {"a": [1, 4], "b": [2, 5], "c": [3, 6]}),
    "Excel's first line": ("sep=;\na;b\n1;2\n", {"a": [1], "b": [2]}),
    "blanks": ("name     n\nalpha    1\nbeta x   2\n", {"name": ["alpha", "beta x"], "n": [1, 2]}),
    "backslashes": ('a,b\n"x \\"y\\" z",1\n"w",2\n', {"a": ['x "y" z', "w"], "b": [1, 2]}),
    "single quotes": ("a,b\n'x, y',1\n'z',2\n", {"a": ["x, y", "z"], "b": [1, 2]}),
    "two lines in a cell": ('a,b\n"x\ny",1\nz,2\n', {"a": ["x\ny", "z"], "b": [1, 2]}),
    "leading zeros": ("zip,n\n00123,1\n10115,2\n", {"zip": ["00123", "10115"], "n": [1, 2]}),
    "names twice": ("t,score,score\nA,1,2\nB,3,4\n", {"t": ["A", "B"], "score": [1, 3], "score_2": [2, 4]}),
    "truth": ("a,b\nx,True\ny,False\n", {"a": ["x", "y"], "b": [True, False]}),
    "amounts stay as they are": ("a;b\nx;1,50 €\ny;2,00 €\n", {"a": ["x", "y"], "b": ["1,50 €", "2,00 €"]}),
    "a sum of texts": ('a,n\nx,"1,400"\ny,"2,150"\nTotal,"3,550"\n', {"a": ["x", "y"], "n": ["1,400", "2,150"]}),
    "a total that is no sum": ("a,n\nx,1\ny,2\ntotal,9\n", {"a": ["x", "y", "total"], "n": [1, 2, 9]}),
    "a sum that is no total": ("a,n\nx,1\ny,2\nz,3\n", {"a": ["x", "y", "z"], "n": [1, 2, 3]}),
    "a column without a name": (
        "a,,c,n\nx,y,z,many\n" + "u,v,w,5\n" * 5,
        {"a": ["x", *"uuuuu"], "column_2": ["y", *"vvvvv"], "c": ["z", *"wwwww"], "n": ["many", *"55555"]},
    ),
    "a header alone": ("a,b\n", {"a": [], "b": []}),
}


@pytest.mark.parametrize(("text", "wanted"), FILES.values(), ids=FILES)
def test_a_file_as_it_is(tmp_path: Path, text: str, wanted: dict[str, list[Any]]) -> None:
    assert table(tmp_path, text).to_dict("list") == wanted


def test_long_identifiers_with_gaps_never_become_floats(tmp_path: Path) -> None:
    frame = table(tmp_path, "id,n\n1234567890123456789,1\n,2\n1234567890123456788,3\n")
    assert frame.id.dropna().tolist() == ["1234567890123456789", "1234567890123456788"]
    assert frame.id.isna().tolist() == [False, True, False]


def test_na_is_a_code_among_codes_and_missing_elsewhere(tmp_path: Path) -> None:
    frame = table(tmp_path, "country,name,n\nNA,Ada,1\nDE,NA,2\nFR,Bob,n/a\nNA,,4\n")
    assert frame.country.tolist() == ["NA", "DE", "FR", "NA"]
    assert frame.name.isna().tolist() == [False, True, False, True]
    assert frame.n.fillna(0).tolist() == [1, 2, 0, 4]
    assert "'NA' in 'country' kept as a code" in frame.attrs["read"]
    assert "1 cell 'n/a' in 'n' read as missing" in frame.attrs["read"]
    assert table(tmp_path, "country,n\nNA,1\nDE,2\n", missing=["NA"]).country.isna().tolist() == [True, False]


def test_iso_dates_are_dates_and_others_stay(tmp_path: Path) -> None:
    text = "a,b,c\n2024-01-02,02.01.2024,2024-02-30\n2024-01-03 10:00,03.01.2024,2024-01-01\n"
    frame = table(tmp_path, text)
    assert frame.a.dt.day.tolist() == [2, 3]
    assert frame.b.tolist() == ["02.01.2024", "03.01.2024"]
    assert frame.c.tolist() == ["2024-02-30", "2024-01-01"]
    assert table(tmp_path, text, dates=False).a.tolist()[0] == "2024-01-02"


def test_thousands_or_decimals_that_nothing_tells_stay_text(tmp_path: Path) -> None:
    text = "a;b\n1.234;x\n2.345;y\n"
    frame = table(tmp_path, text)
    assert frame.a.tolist() == ["1.234", "2.345"]
    assert "give decimal=" in frame.attrs["read"]
    assert table(tmp_path, text, decimal=",").a.tolist() == [1234, 2345]
    assert table(tmp_path, text, decimal=".").a.tolist() == [1.234, 2.345]


def test_what_was_found_can_be_overruled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "x;y\n1;2\n3;4\n"
    assert table(tmp_path, text, header=0, quiet=True).shape == (3, 2)
    assert table(tmp_path, text, skip=1, quiet=True).columns.tolist() != ["x", "y"]
    assert table(tmp_path, text, sep="|", quiet=True).columns.tolist() == ["x;y"]
    assert table(tmp_path, "a;b\nä;1\n", "cp1252", encoding="cp437", quiet=True).a.tolist() == ["Σ"]
    assert table(tmp_path, "a,n\nx,1\ny,2\ntotal,3\n", totals=True, quiet=True).n.tolist() == [1, 2, 3]
    assert capsys.readouterr().err == ""


BAD = {
    "empty": (b"", "table.csv cannot be read: it is empty"),
    "no table": (b"\xff\xfe\x00\x81,\n", "table.csv cannot be read: it holds no table"),
    "binary": (b"a,b\n1,\x00\x01\x02\x7f\n", "table.csv, line 2 cannot be read: it is not a text file"),
    "too many fields": (
        b"a,b\n1,2\n3,4,5\n",
        "table.csv, line 3 cannot be read: it has 3 fields, where the table has 2",
    ),
    "an open quote": (b'a,b\n"x",1\n"y,2\n', "table.csv, line 3 cannot be read: a quotation mark is not closed"),
    "a web page": (b"<!DOCTYPE html><p>no</p>\n", "it is a web page"),
    "mixed encodings": ("a,b\näöü,1\néè,2\n".encode() + b"\xe9,3\n", "table.csv, line 4 cannot be read: nearly all"),
    "a broken gzip": (b"\x1f\x8b\x08\x00\x00", "the gzip file is damaged"),
    "a broken zip": (b"PK\x03\x04\x00", "the zip archive cannot be opened"),
}


@pytest.mark.parametrize(("content", "told"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(UseError) as error:
        table(tmp_path, content)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="there is no file"):
        read(tmp_path / "none.csv")
    with pytest.raises(UseError, match="there is no encoding 'klingon'"):
        table(tmp_path, "a,b\n1,2\n", encoding="klingon")


def test_rows_below_that_sum_up_are_left_out_and_others_are_told(tmp_path: Path) -> None:
    frame = table(tmp_path, "region,units,share\nN,5,50%\nS,7,50%\nTotal,12,100%\nAverage,6,\n")
    assert frame.units.tolist() == [5, 7]
    assert "2 total rows left out" in frame.attrs["read"]
    frame = table(tmp_path, "month,units\nJan,1\nFeb,2\nSubtotal,3\nMar,4\nTotal,7\n")
    assert frame.units.tolist() == [1, 2, 4]
    assert "2 rows of subtotals left out" in frame.attrs["read"]
    frame = table(tmp_path, "month,units\nJan,1\nFeb,2\nSubtotal,4\nMar,4\nTotal,9\n")
    assert len(frame) == 5
    assert "2 rows called a total kept" in frame.attrs["read"]
    frame = table(tmp_path, "shop,item,sold\nA,tea,4\nA,milk,6\nA total,,10\nB,tea,5\nB total,,5\nGrand total,,15\n")
    assert frame.sold.tolist() == [4, 6, 5]


def test_one_odd_value_is_no_second_header(tmp_path: Path) -> None:
    assert table(tmp_path, "n,w\nx,many\na,1\nb,2\n").n.tolist() == ["x", "a", "b"]
