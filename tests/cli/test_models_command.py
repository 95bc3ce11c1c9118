"""``husky models``, against the real catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from husky_command import Husky


def test_list_shows_every_model_and_what_is_here(husky: Husky, smollm2_path: Path) -> None:
    done = husky("models", "list")
    rows = {line[2:].split()[0]: line for line in done.stdout.splitlines()}
    assert {"qwen2.5-coder-1.5b", "smollm2-135m", "husky-v1"} <= rows.keys()
    assert " here " in rows["smollm2-135m"]
    assert " here " not in rows["husky-v1"]
    assert sum(line.startswith("* ") for line in done.stdout.splitlines()) == 1


def test_list_as_json(husky: Husky, smollm2_path: Path) -> None:
    data = json.loads(husky("models", "list", "--json").stdout)
    here = {row["name"]: row["installed"] for row in data["models"]}
    assert here["smollm2-135m"] is True
    assert here["qwen2.5-math-7b"] is False
    assert data["default"] in {*here, *data["teams"]}


def test_path_and_verify(husky: Husky, smollm2_path: Path) -> None:
    assert husky("models", "path", "smollm2-135m").stdout == f"{smollm2_path}\n"
    done = husky("models", "verify", "smollm2-135m")
    assert done.returncode == 0
    assert str(smollm2_path) in done.stdout


@pytest.mark.parametrize("action", ["path", "verify", "pull", "remove"])
def test_an_unknown_model_is_one_line(husky: Husky, action: str) -> None:
    done = husky("models", action, "smollm3")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "did you mean smollm2-135m" in done.stderr


def test_path_of_a_model_that_is_not_here(husky: Husky, tmp_path: Path) -> None:
    done = husky("models", "path", "smollm2-135m", HUSKY_CACHE_DIR=str(tmp_path / "cache"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "husky models pull smollm2-135m" in done.stderr


def test_a_large_model_is_not_fetched_unasked(husky: Husky, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for command in (["models", "pull", "qwen2.5-coder-1.5b"], ["run", "x", "--model", "qwen2.5-coder-1.5b"]):
        done = husky(*command, HUSKY_CACHE_DIR=str(cache))
        assert (done.returncode, done.stdout) == (2, "")
        assert "1.1 GB" in done.stderr
        assert "--yes" in done.stderr


def test_pull_without_a_network_says_so(husky: Husky, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    closed = {"HF_ENDPOINT": "http://127.0.0.1:9", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    done = husky("models", "pull", "smollm2-135m", "--yes", HUSKY_CACHE_DIR=str(cache), **closed)
    assert (done.returncode, done.stdout) == (2, "")
    assert "could not fetch smollm2-135m" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(cache.rglob("*.gguf"))


def test_remove_takes_the_files_away(husky: Husky, smollm2_path: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    home = cache / "models" / "smollm2-135m"
    home.mkdir(parents=True)
    (home / smollm2_path.name).symlink_to(smollm2_path)
    pulled = husky("models", "pull", "smollm2-135m", HUSKY_CACHE_DIR=str(cache))  # it is there: only verified
    assert pulled.returncode == 0, pulled.stderr
    assert "was removed" in husky("models", "remove", "smollm2-135m", HUSKY_CACHE_DIR=str(cache)).stdout
    assert not home.exists()
    assert smollm2_path.is_file()
    assert "nothing to remove" in husky("models", "remove", "smollm2-135m", HUSKY_CACHE_DIR=str(cache)).stdout
