"""The script that trains all adapters: its steps in order, none done twice. The command is a recorder here."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "examples" / "train_adapters.sh"
RECORDER = """#!/usr/bin/env bash
echo "$*" >>"$HERE/asked"
case "$1 $2" in
  "train synthesize") echo '{}' >"$HERE/out/trajectories.jsonl" ;;
  "train sample") echo '{}' >"$HERE/out/own.tiny.jsonl" ;;
  "train build") mkdir -p "$HERE/out/pairs" && echo '{}' >"$HERE/out/pairs/build.json" ;;
  "train finetune") [ ! -f "$HERE/killed" ] || exit 137; mkdir -p "$HERE/out/tiny/code" "$HERE/out/tiny/math" ;;
  "models add-adapter") basename "$3" >>"$HERE/added" ;;
  "models adapters") if [ -f "$HERE/added" ]; then sed 's/.*/"name": "tiny-&"/' "$HERE/added"; fi ;;
esac
"""


@pytest.fixture
def command(tmp_path: Path) -> Path:
    path = tmp_path / "husky"
    path.write_text(RECORDER)
    path.chmod(0o755)
    return path


def train(command: Path, *arguments: str, **variables: str) -> tuple[int, list[str]]:
    """Exit code of the script, and what it asked the command."""
    here = command.parent
    (here / "asked").unlink(missing_ok=True)
    env = {**os.environ, "HERE": str(here), "HUSKY": str(command), "MODEL": "tiny", **variables}
    done = subprocess.run([SCRIPT, *arguments], env=env, capture_output=True, text=True, timeout=120)
    asked = (here / "asked").read_text().replace(str(here), "HERE") if (here / "asked").exists() else done.stderr
    return done.returncode, asked.splitlines()


def test_every_step_is_done_once(command: Path, tmp_path: Path) -> None:
    dev = tmp_path / "dev"
    dev.mkdir()
    (dev / "gsm8k.jsonl.gz").write_text("")
    where = (str(tmp_path / "data"), str(tmp_path / "out"), str(dev))
    code, asked = train(command, *where, LIMIT="3", FINETUNE="--rank 4", SETS="gsm8k wtq", QUESTIONS="5")
    adapted = "tiny+code=tiny-code+math=tiny-math"
    measured = "eval run --set gsm8k --data HERE/dev/gsm8k.jsonl.gz --limit 5 --agent husky --model"
    assert code == 0
    assert [line for line in asked if line != "models adapters --json"] == [
        "train synthesize --data HERE/data --from all --limit 3 --exclude HERE/dev/gsm8k.jsonl.gz "
        "--out HERE/out/trajectories.jsonl",
        "train sample HERE/out/trajectories.jsonl --out HERE/out/own.tiny.jsonl --model tiny --samples 4",
        "train build HERE/out/own.tiny.jsonl --out HERE/out/pairs --model tiny --examples drop",
        "train finetune --module all --data HERE/out/pairs --model tiny --out HERE/out/tiny --resume --rank 4",
        "models add-adapter HERE/out/tiny/code/",
        "models add-adapter HERE/out/tiny/math/",
        f"{measured} tiny --out HERE/out/gsm8k.before.json",
        f"{measured} {adapted} --out HERE/out/gsm8k.after.json",
        "eval compare HERE/out/gsm8k.before.json HERE/out/gsm8k.after.json",
    ]
    code, asked = train(command, *where[:2])
    assert (code, set(asked)) == (0, {"models adapters --json"})


def test_a_step_that_fails_ends_it_and_the_next_run_goes_on_there(command: Path, tmp_path: Path) -> None:
    (tmp_path / "killed").touch()
    where = (str(tmp_path / "data"), str(tmp_path / "out"))
    code, asked = train(command, *where, SAMPLES="0")
    assert (code, len(asked)) == (137, 3)
    assert asked[1].startswith("train build HERE/out/trajectories.jsonl")
    (tmp_path / "killed").unlink()
    code, asked = train(command, *where, SAMPLES="0")
    assert code == 0
    assert asked[0].startswith("train finetune --module all")


def test_without_folders_it_says_how_it_is_used(command: Path) -> None:
    code, said = train(command)
    assert code == 2
    assert "examples/train_adapters.sh DATA OUT [DEV]" in "\n".join(said)
