"""``husky cookbook`` adds a folder, lists it, and drops it."""

from __future__ import annotations

from pathlib import Path

from husky_command import Husky


def test_a_folder_is_added_listed_and_dropped(husky: Husky, tmp_path: Path) -> None:
    data, own = {"HUSKY_DATA_DIR": str(tmp_path / "data")}, tmp_path / "own"
    own.mkdir()
    recipe = '[[recipe]]\nask = "How many sheds are there?"\nprogram = "len(sheds)"\nanswer = "3"\n'
    (own / "sheds.toml").write_text(recipe, encoding="utf-8")
    assert husky("cookbook", "add", str(own), **data).stdout == f"1 recipe of {own}\n"
    assert f"1 recipes of {own}" in husky("cookbook", "list", **data).stdout
    assert husky("cookbook", "drop", str(own), **data).returncode == 0
    assert str(own) not in husky("cookbook", "list", **data).stdout


def test_what_is_no_cookbook_is_wrong_use(husky: Husky, tmp_path: Path) -> None:
    refused = husky("cookbook", "add", str(tmp_path), HUSKY_DATA_DIR=str(tmp_path / "data"))
    assert refused.returncode == 2
    assert "no cookbook in" in refused.stderr
