"""The user's own folders in the index: every kind of file, and files that are not what they say."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.tools.search_backends import files, library
from husky_kernel.tools.search_backends.chunks import WORDS, chunks
from husky_kernel.tools.search_backends.files import read_file
from husky_kernel.tools.search_backends.offline import OfflineBackend

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Churn model\n", "We dropped customers without a contract."]},
        {
            "cell_type": "code",
            "source": "rate = lost / total",
            "outputs": [
                {"output_type": "execute_result", "data": {"text/plain": ["churn 0.137"], "image/png": "aGVsbG8="}},
                {"output_type": "stream", "text": "fitted in 3 rounds"},
            ],
        },
        "no cell",
    ]
}
PAGE = """<html><head><title>Handbook</title><style>p {color: red}</style><body><p>Office hours are nine to five.
<h2>Travel &amp; meals</h2><p>The daily allowance is 48 euros<br>per person.<script>var secret = "hidden";</script>
<table><tr><td>Paris</td><td>61</td></tr></table>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    (folder / "deep" / ".hidden").mkdir(parents=True)
    (folder / "memo.txt").write_text("The blue falcon project started in Oslo in March.")
    (folder / "guide.md").write_text(
        "Intro words.\n\n# Refunds\nOpened items may be returned for 14 days.\n## Fees ##\nNone."
    )
    (folder / "stock.csv").write_text("item;place;units\nbolt;Hall 7;1200\nnut;Hall 9;\n\n", encoding="utf-8-sig")
    (folder / "deep" / "churn.ipynb").write_text(json.dumps(NOTEBOOK))
    (folder / "deep" / "handbook.html").write_text(PAGE)
    (folder / "deep" / ".hidden" / "private.txt").write_text("The blue falcon password.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.sqlite"


@pytest.mark.parametrize(
    ("query", "file", "snippet"),
    [
        ("where did the blue falcon project start", "memo.txt", "The blue falcon project started in Oslo"),
        ("return of opened items", "guide.md", "guide.md: Refunds: Opened items may be returned for 14 days."),
        ("units of bolt in stock", "stock.csv", "stock.csv: bolt: item: bolt; place: Hall 7; units: 1200"),
        ("customers without contract", "churn.ipynb", "We dropped customers without a contract."),
        ("churn rate lost total", "churn.ipynb", "rate = lost / total churn 0.137 fitted in 3 rounds"),
        ("daily allowance for meals", "handbook.html", "The daily allowance is 48 euros per person."),
    ],
)
def test_every_kind_of_file_is_found(folder: Path, index: Path, query: str, file: str, snippet: str) -> None:
    added = library.add_folder(index, folder)
    assert (added.files, added.notes) == (5, ())
    best = OfflineBackend(index).search(query)[0]
    assert Path(best.source).name == file
    assert snippet in best.snippet


def test_nobody_else_may_read_the_index(folder: Path, index: Path) -> None:
    before = os.umask(0o022)
    try:
        library.add_folder(index, folder)
    finally:
        os.umask(before)
    assert index.stat().st_mode & 0o777 == 0o600


def test_hidden_folders_scripts_and_pictures_stay_out(folder: Path, index: Path) -> None:
    library.add_folder(index, folder)
    assert OfflineBackend(index).search("falcon password") == []
    assert OfflineBackend(index).search("secret hidden") == []
    assert "aGVsbG8" not in str(OfflineBackend(index).search("churn"))


def test_adding_again_replaces_and_removing_takes_out(folder: Path, index: Path) -> None:
    first = library.add_folder(index, folder)
    (folder / "memo.txt").write_text("The green otter project started in Rome.")
    assert library.add_folder(index, folder).passages == first.passages
    backend = OfflineBackend(index)
    assert backend.search("blue falcon project started Oslo") == []
    assert backend.search("green otter")
    [source] = [source for source in library.list_sources(index) if source.kind == "folder"]
    assert (source.location, source.passages) == (str(folder), first.passages)
    library.remove_source(index, str(folder))
    assert backend.search("green otter") == []
    assert [source.name for source in library.list_sources(index)] == ["facts"]


def test_a_number_in_ones_own_table_does_not_hide_a_shipped_fact(folder: Path, index: Path) -> None:
    (folder / "sales.csv").write_text("state,year,sales\nTexas,2023,512\nOhio,2023,77\n")
    library.add_folder(index, folder)
    backend = OfflineBackend(index)
    assert backend.search("area of Texas")[0].snippet.startswith("Texas: U.S. state. Total area 268,596")
    assert backend.search("sales in Texas 2023")[0].snippet == "sales.csv: Texas: state: Texas; year: 2023; sales: 512"


def test_what_is_no_regular_file_is_not_waited_for(folder: Path, index: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    before = library.add_folder(index, folder)
    assert not any("pipe" in note or "zero" in note for note in before.notes)


def test_names_and_texts_that_are_not_utf_8_are_found(folder: Path, index: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("Marzipan is made of almonds.")
    Path(os.fsdecode(os.fsencode(folder) + b"/na\xefve.txt")).write_bytes(b"\0\0")
    cell = {"cell_type": "markdown", "source": "Nougat \ud800 is made of honey."}
    (folder / "half.ipynb").write_text(json.dumps({"cells": [cell]}))
    added = library.add_folder(index, folder)
    json.dumps(added.notes, ensure_ascii=False).encode()
    for query, word in (("Marzipan almonds", "almonds"), ("Nougat honey", "honey")):
        hit = OfflineBackend(index).search(query)[0]
        assert word in hit.snippet
        f"{hit.snippet} {hit.source}".encode()


def test_wrong_folders_are_errors_of_use(tmp_path: Path, index: Path) -> None:
    with pytest.raises(UseError, match="is not a folder"):
        library.add_folder(index, tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UseError, match="holds no file to index"):
        library.add_folder(index, tmp_path / "empty")
    with pytest.raises(UseError, match="nothing yet"):
        library.remove_source(index, "nowhere")
    library.ensure(index)
    with pytest.raises(UseError, match="cannot be removed"):
        library.remove_source(index, "facts")
    with pytest.raises(UseError, match="it holds facts"):
        library.remove_source(index, "nowhere")


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("latin.txt", "Das Café in Zürich".encode("cp1252"), "Das Café in Zürich"),
        ("utf16.txt", "Das Café in Zürich".encode("utf-16"), "Das Café in Zürich"),
        ("mark.csv", "straße,ort\nx,Köln\n".encode("utf-8-sig"), "Table with the columns straße, ort."),
        ("tabs.tsv", b"a\tb\n1\t2\n", "Table with the columns a, b."),
        ("ragged.csv", b"a,b\n1,2,3\n4\n", "Table with the columns a, b."),
        ("broken.html", b"<p>open <b>tags <h1>and a heading", "open tags"),
    ],
)
def test_encodings_and_loose_forms_are_read(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert read_file(path).passages[0].text == found


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("binary.txt", b"GIF89a\0\0\0\x01", "binary.txt: skipped, it is not text"),
        ("empty.csv", b"", "empty.csv: skipped, it is empty"),
        ("broken.ipynb", b'{"cells": [', "broken.ipynb: skipped, "),
        ("deep.ipynb", b"[" * 100_000, "deep.ipynb: skipped, "),
    ],
)
def test_what_cannot_be_read_is_a_note(tmp_path: Path, name: str, data: bytes, note: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    reading = read_file(path)
    assert reading.passages == ()
    assert reading.note.startswith(note)


@pytest.mark.parametrize(
    "data", [b"[1, 2]", b"3", b'{"cells": 5}', b'{"cells": [{"cell_type": "code", "outputs": [1]}]}']
)
def test_a_notebook_of_another_shape_holds_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "odd.ipynb"
    path.write_bytes(data)
    assert read_file(path).passages == ()


def test_a_file_that_goes_away_is_a_note(tmp_path: Path) -> None:
    assert "skipped" in read_file(tmp_path / "gone.txt").note


def test_long_tables_and_large_files_are_cut_with_a_note(tmp_path: Path, index: Path) -> None:
    rows = "".join(f"k{number},{number}\n" for number in range(files.MAX_ROWS + 1))
    (tmp_path / "long.csv").write_text("key,value\n" + rows)
    (tmp_path / "exact.csv").write_text("key,value\n" + rows.rpartition("k")[0])
    (tmp_path / "large.txt").write_text("é" * files.MAX_BYTES)
    added = library.add_folder(index, tmp_path)
    assert added.notes == (
        "large.txt: only the first 5 MB were read",
        "long.csv: only the first 5,000 rows were read",
    )
    [source] = [source for source in library.list_sources(index) if source.kind == "folder"]
    assert source.note == "; ".join(added.notes)


def test_passages_are_about_120_words_and_lose_none() -> None:
    text = " ".join(f"word{number}{'.' if number % 17 == 0 else ''}" for number in range(1000))
    pieces = list(chunks(text.replace("word500", "\n\nword500")))
    assert " ".join(pieces).split() == text.split()
    assert all(len(piece.split()) <= WORDS for piece in pieces)
    assert list(chunks("x" * 10_000)) == []
