"""``husky models add-adapter`` and its like, with a real adapter for SmolLM2."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from husky_command import Husky

pytestmark = pytest.mark.model


def test_from_a_folder_to_use_and_away_again(husky: Husky, sheep: Path, smollm2_path: Path, tmp_path: Path) -> None:
    env = {"HUSKY_CACHE_DIR": str(tmp_path / "cache"), "HUSKY_MODELS_PATH": str(smollm2_path.parent)}
    assert "no adapters yet" in husky("models", "adapters", **env).stderr
    done = husky("models", "add-adapter", str(sheep), "--name", "flock", **env)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "--model smollm2-135m+code=flock" in done.stdout
    assert (tmp_path / "cache" / "adapters" / "flock" / "adapter.gguf").is_file()
    assert (
        husky("models", "use-adapter", "flock", **env).stdout == "from now on smollm2-135m is smollm2-135m+code=flock\n"
    )
    listed = husky("models", "list", **env).stdout.splitlines()
    row = next(index for index, line in enumerate(listed) if "smollm2-135m " in line)
    assert listed[row + 1].split()[:3] == ["*", "flock", "code"]
    [card] = json.loads(husky("models", "adapters", "--json", **env).stdout)
    assert (card["name"], card["in_use"]) == ("flock", True)
    assert "was removed" in husky("models", "remove-adapter", "flock", **env).stdout
    assert "nothing to remove" in husky("models", "remove-adapter", "flock", **env).stdout


def test_what_cannot_be_added_is_one_line(husky: Husky, sheep: Path, tmp_path: Path) -> None:
    env = {"HUSKY_CACHE_DIR": str(tmp_path / "cache"), "HUSKY_MODELS_PATH": ""}
    other = shutil.copytree(sheep, tmp_path / "other")
    card = json.loads((sheep / "card.json").read_text())
    (other / "card.json").write_text(json.dumps(card | {"base_sha256": "0" * 64}))
    for folder, said in (
        (tmp_path, "no card.json"),
        (other, "another version"),
        (sheep, "husky models pull smollm2-135m"),
    ):
        done = husky("models", "add-adapter", str(folder), **env)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert said in done.stderr
    assert not list((tmp_path / "cache").rglob("*.safetensors"))
