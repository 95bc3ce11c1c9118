"""Any small table, written in any way, is read back as it was."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from husky_kernel import read
from husky_kernel.agent.errors import UseError
from husky_kernel.tidy.words import FALSE, MISSING, TRUE

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHÄÖÜäöüßéèçñ"


def _is_word(text: str) -> bool:
    """Whether half of its letters are plain ones, and it stands for itself: no "false", no "null"."""
    return 2 * sum(map(str.isascii, text)) >= len(text) and text.casefold() not in TRUE | FALSE | MISSING


def _texts(letters: str, least: int, most: int) -> st.SearchStrategy[str]:
    """By letters: ``st.text`` also draws words of the modules that happen to be loaded, so other ones in each run."""
    return st.lists(st.sampled_from(letters), min_size=least, max_size=most).map("".join)


_WORD = _texts(_LETTERS, 4, 9).filter(_is_word)
_TEXT = st.lists(_WORD, min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from([" ", ", ", "; ", "|", ' "', "\n", "'", ": ", " - "]).map(
        lambda sign: sign.join(words)
    )
)


@dataclass(frozen=True)
class Written:
    """A column: its values, and each as it is written."""

    values: list[Any]
    cells: list[str]


@st.composite
def columns(draw: st.DrawFn, rows: int, decimal: str, thousands: str) -> Written:
    kind = draw(st.sampled_from(["text", "whole", "amount", "date", "id", "long"]))
    gaps = [draw(st.integers(0, 5)) == 0 for _ in range(rows)]
    if all(gaps):
        gaps[0] = False
    if kind == "text":
        values: list[Any] = [draw(_TEXT) for _ in range(rows)]
        cells = [str(value) for value in values]
    elif kind == "whole":
        values = [draw(st.integers(-(10**9), 10**9)) for _ in range(rows)]
        cells = [str(value) for value in values]
    elif kind == "amount":
        hundredths = [draw(st.integers(-(10**9), 10**9)) for _ in range(rows)]
        values = [float(f"{number / 100:.2f}") for number in hundredths]
        plain = str.maketrans(",.", f"\0{decimal}")
        cells = [f"{value:,.2f}".translate(plain).replace("\0", thousands) for value in values]
    elif kind == "date":
        values = [pd.Timestamp(draw(st.dates(pd.Timestamp("1980-01-01").date()))) for _ in range(rows)]
        cells = [f"{value:%Y-%m-%d}" for value in values]
    else:
        size = 5 if kind == "id" else 19
        values = ["0" + draw(_texts("0123456789", size - 1, size - 1))]
        values += [draw(_texts("0123456789", size, size)) for _ in range(rows - 1)]
        gaps[0] = False
        cells = list(values)
    return Written(
        [None if gap else value for gap, value in zip(gaps, values, strict=True)],
        ["" if gap else cell for gap, cell in zip(gaps, cells, strict=True)],
    )


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, Written], str, str, int]:
    decimal = draw(st.sampled_from(".,"))
    thousands = draw(st.sampled_from(["", ",."[decimal == ","], "'", " "]))
    names = draw(st.lists(_WORD, min_size=2, max_size=5, unique=True))
    rows = draw(st.integers(2, 8))
    table = {name: draw(columns(rows, decimal, thousands)) for name in names}
    return (
        table,
        draw(st.sampled_from(",;\t|")),
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        rows,
    )


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(tables())
def test_any_table_is_read_back(tmp_path: Path, drawn: tuple[dict[str, Written], str, str, int]) -> None:
    table, sep, encoding, rows = drawn
    assume(all(any(column.cells[row] for column in table.values()) for row in range(rows)))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sep)
    writer.writerow(table)
    writer.writerows(zip(*(column.cells for column in table.values()), strict=True))
    path = tmp_path / "table.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    frame = read(path, quiet=True)
    assert isinstance(frame, pd.DataFrame)
    assert frame.columns.tolist() == list(table)
    for name, column in table.items():
        read_back = [None if pd.isna(value) else value for value in frame[name]]
        assert read_back == column.values, (name, frame.attrs["read"], text.getvalue())


_PIECE = st.sampled_from(
    [*',;|\t"\n .-5', "1,5", "2024-01-02", "total", "NA", "é", "word", "\r\n", "0", "\\", "'", "#"]
)


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(_PIECE, max_size=60),
    st.sampled_from(["csv", "json", "jsonl", "xlsx"]),
    st.sampled_from(["", "PK\x03\x04", "PAR1"]),
)
def test_whatever_a_file_holds_it_is_read_or_named(tmp_path: Path, pieces: list[str], ending: str, start: str) -> None:
    path = tmp_path / f"any.{ending}"
    path.write_bytes((start + "".join(pieces)).encode("cp1252"))
    frames, told = None, str(path)
    try:
        frames = read(path, quiet=True)
    except UseError as error:
        told = str(error)
    assert str(path) in told
    assert "\n" not in told
    if frames is not None:
        assert isinstance(frames, pd.DataFrame)
        assert frames.columns.is_unique
        assert "" not in frames.columns
