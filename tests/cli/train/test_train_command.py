from __future__ import annotations

import json
from pathlib import Path

import pytest
from husky_command import Husky, Script

from husky_kernel.training.pairs.pairs import read_pairs


@pytest.mark.model
def test_a_run_is_cut_and_learned_from(husky: Husky, script: Script, tmp_path: Path) -> None:
    model = script(
        action={"0": "[code] Add 1 and 2.", "1": "[finish] 3"},
        code={"0": "1 + 2"},
    )
    done = husky("run", "What is 1 + 2?", "--model", model, "--json")
    (tmp_path / "runs.jsonl").write_text(done.stdout, encoding="utf-8")
    built = husky("train", "build", "runs.jsonl", "--out", "pairs", "--model", "smollm2-135m", "--examples", "drop")
    assert (built.returncode, built.stdout) == (0, "pairs\n"), built.stderr
    assert "action             2 pairs to train on" in built.stderr
    assert {pair.completion for pair in read_pairs(tmp_path / "pairs" / "train.jsonl")} == {
        *("[code] Add 1 and 2.", "1 + 2", "[finish] 3"),
    }
    assert json.loads((tmp_path / "pairs" / "build.json").read_text())["profile"] == "smollm2"

    none = husky("train", "finetune", "--module", "math", "--data", "pairs", "--out", "a", "--model", "smollm2-135m")
    assert (none.returncode, none.stdout) == (2, "")
    assert none.stderr == "husky: there are no pairs for math in pairs: there are action (2), code (1)\n"
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--profile", "none-such"), "there is no profile 'none-such'"),
        (("--profile", "qwen", "--model", "smollm2-135m"), "name a profile or a model, not both"),
        (("--examples", "some"), "--examples must be keep, drop, or drop: with names of kinds, not 'some'"),
        (("--profile", "qwen", "--examples", "drop:trade,verse"), "the profile 'qwen' has no kind 'verse': it has "),
        (("--held-out", "1.5"), "Invalid value for '--held-out'"),
        ((), "cannot read none.jsonl: No such file or directory"),
    ],
)
def test_wrong_use_of_build_is_one_line(husky: Husky, arguments: tuple[str, ...], message: str) -> None:
    done = husky("train", "build", "none.jsonl", "--out", "pairs", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--module", "verse"), "no module 'verse' to tune"),
        (("--module", "code", "--rank", "0"), "rank must be a whole number above 0"),
        (("--module", "code", "--model", "none-such"), "unknown model 'none-such'"),
        (("--module", "code", "--model", "qwen2.5-7b"), "qwen2.5-7b is a team: tune one of its models"),
        (("--module", "code", "--model", "openai:m@http://localhost:1/v1"), "are not here: tune a model of"),
        (("--module", "code", "--model", "smollm2-135m"), "there are no training pairs in pairs: make them with"),
    ],
)
def test_wrong_use_of_finetune_is_one_line(husky: Husky, arguments: tuple[str, ...], message: str) -> None:
    done = husky("train", "finetune", "--data", "pairs", "--out", "adapter", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


def test_training_needs_the_extra(husky: Husky, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['accelerate'] = sys.modules['peft'] = None\n")
    arguments = ("--module", "code", "--data", "pairs", "--out", "adapter", "--model", "smollm2-135m")
    done = husky("train", "finetune", *arguments, PYTHONPATH=f"{tmp_path}:{Path(__file__).parents[2]}")
    assert done.returncode == 2
    assert done.stderr == 'husky: training needs peft, accelerate: pip install "husky-kernel[train]"\n'
