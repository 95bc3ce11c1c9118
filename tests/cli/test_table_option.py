"""``--table`` and ``husky read``: any file, told in one line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from husky_command import Husky, Script

from husky_kernel.agent.errors import UseError
from husky_kernel.cli.tables import name_of, read_tables


@pytest.fixture
def lager(tmp_path: Path) -> Path:
    path = tmp_path / "mein lager.csv"
    path.write_bytes("Stand Mai\n\nOrt;Erlös\nKöln;1.234,50\nBonn;99,90\n".encode("cp1252"))
    return path


def test_a_table_is_read_as_it_is_and_that_is_told(husky: Husky, script: Script, lager: Path) -> None:
    model = script(action={"0": "[code] Sum.", "1": "[finish] 1334.4"}, code={"0": "mein_lager.Erlös.sum()"})
    done = husky("run", "What was sold?", "--table", str(lager), "--model", model, "--json")
    assert json.loads(done.stdout)["steps"][0]["observation"] == "1334.4"
    [told] = [line for line in done.stderr.splitlines() if line.startswith(str(lager))]
    assert told == f"{lager}: cp1252, ';', 2 lines skipped, decimal comma, 2 × 2"


def test_husky_read_shows_what_was_found(husky: Husky, lager: Path) -> None:
    done = husky("read", str(lager), "--rows", "1")
    assert (done.returncode, done.stderr) == (0, "")
    told, size, *rest = done.stdout.splitlines()
    assert told == f"{lager}: cp1252, ';', 2 lines skipped, decimal comma"
    assert size == "2 rows, 2 columns"
    assert rest[0].startswith("  Ort: text")
    assert "Köln" in rest[-1]
    assert "no header" in husky("read", str(lager), "--header", "0", "--skip", "2").stdout


def test_several_tables_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "2024 all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("north-west.csv", "a,b\n1,2\n")
        archive.writestr("south.csv", "a,b\n3,4\n")
    assert list(read_tables([f"part={path}"])) == ["part_north_west", "part_south"]
    assert list(read_tables([str(path)])) == ["north_west", "south"]
    (tmp_path / "south.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UseError, match="two tables called south"):
        read_tables([str(tmp_path / "south.csv"), str(path)])


def test_a_file_gives_the_name_of_a_variable() -> None:
    assert name_of(Path("a/my sales-2024.csv.gz")) == "my_sales_2024"
    assert name_of(Path("2024.xlsx")) == "table_2024"
    assert name_of(Path("class.csv")) == "table_class"
