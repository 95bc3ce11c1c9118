"""``husky search``, with an index of its own."""

from __future__ import annotations

import json
from pathlib import Path

from husky_command import Husky


def test_a_folder_is_added_found_and_removed(husky: Husky, tmp_path: Path) -> None:
    cache, notes = str(tmp_path / "cache"), tmp_path / "notes"
    notes.mkdir()
    (notes / "sled.md").write_text("# Sled\n\nThe Zorblax sled weighs 412 kilograms.\n", encoding="utf-8")
    added = husky("search", "add", str(notes), HUSKY_CACHE_DIR=cache)
    assert added.returncode == 0, added.stderr
    assert "from 1 files" in added.stdout
    listed = json.loads(husky("search", "list", "--json", HUSKY_CACHE_DIR=cache).stdout)
    assert {source["kind"] for source in listed} >= {"facts", "folder"}
    found = husky("search", "query", "weight", "of", "the", "Zorblax", "sled", HUSKY_CACHE_DIR=cache)
    assert found.returncode == 0
    assert "412 kilograms" in found.stdout
    assert "sled.md" in found.stdout
    assert husky("search", "remove", str(notes), HUSKY_CACHE_DIR=cache).returncode == 0
    gone = husky("search", "query", "Zorblax", "--json", HUSKY_CACHE_DIR=cache)
    assert not any("412" in hit["snippet"] for hit in json.loads(gone.stdout))


def test_nothing_found(husky: Husky, tmp_path: Path) -> None:
    done = husky("search", "query", "qzxwvk", HUSKY_CACHE_DIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing found" in done.stderr


def test_wrong_use_is_one_line(husky: Husky, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for command in (["add", "none"], ["add", "empty"], ["remove", "none"]):
        done = husky("search", *command, HUSKY_CACHE_DIR=str(tmp_path / "cache"))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), command
