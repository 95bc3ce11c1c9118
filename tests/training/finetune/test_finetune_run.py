"""A whole fine-tuning of a tiny model, from pairs to the adapter folder."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sums import folder, job, pair

from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.training.finetune.job import Job, Tuned
from husky_kernel.training.finetune.run import each_module, finetune


def weights(out: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return load_file(out / "adapter_model.safetensors")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("data")
    return folder(place, [pair(number) for number in range(24)], [pair(number) for number in range(30, 34)])


@pytest.fixture(scope="module")
def whole(tiny_model: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Job, Tuned]:
    """A run that nothing interrupted."""
    done = job(tiny_model, data, tmp_path_factory.mktemp("adapters") / "sums")
    return done, finetune(done)


def test_the_loss_falls_and_the_folder_is_whole(whole: tuple[Job, Tuned], data: Path) -> None:
    done, tuned = whole
    assert tuned.why == "end"
    assert tuned.heldout_before is not None
    assert tuned.heldout is not None
    assert tuned.heldout < 0.8 * tuned.heldout_before
    assert sorted(path.name for path in done.out.iterdir()) == [
        *("adapter_config.json", "adapter_model.safetensors", "card.json", "loss.csv", "loss.svg"),
        *("profile.toml", "training.json"),
    ]
    assert (done.out / "profile.toml").read_text() == (data / "profile.toml").read_text()
    assert str(done.base.place) not in (done.out / "adapter_config.json").read_text()
    card = json.loads((done.out / "card.json").read_text())
    assert card.pop("created")
    assert card == {
        "schema": "husky.adapter/1",
        "name": "sums",
        "module": "code",
        "base": "tiny",
        "base_sha256": "0" * 64,
        "kind": "lora",
        "rank": 4,
        "data": [{"source": "sums", "licence": "MIT", "rows": 24}],
        "figures": [],
        "decision": "",
    }
    with (done.out / "loss.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == list(range(tuned.steps + 1))
    told = json.loads((done.out / "training.json").read_text())
    assert (
        told["result"]["heldout"] == tuned.heldout == min(float(r["heldout_loss"]) for r in rows if r["heldout_loss"])
    )


def test_the_same_seed_gives_the_same_adapter(whole: tuple[Job, Tuned], tmp_path: Path) -> None:
    import torch

    again = replace(whole[0], out=tmp_path / "again")
    assert finetune(again).loss == pytest.approx(whole[1].loss, rel=1e-4)
    first, second = weights(whole[0].out), weights(again.out)
    assert all(torch.allclose(first[name], second[name], atol=1e-5) for name in first)


def test_a_killed_run_goes_on_and_ends_as_if_nothing_had_been(
    whole: tuple[Job, Tuned], data: Path, tmp_path: Path
) -> None:
    import torch

    killed = replace(whole[0], out=tmp_path / "killed")
    code = (
        "import os, signal, sys\n"
        f"sys.path[:0] = [{str(Path(__file__).parent)!r}]\n"
        "from pathlib import Path\n"
        "from sums import job\n"
        "from husky_kernel.training.finetune.run import finetune\n"
        "def tell(line):\n"
        "    if line.startswith('step 9/'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        f"finetune(job(Path({str(whole[0].base.place)!r}), Path({str(data)!r}), Path({str(killed.out)!r})), tell)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], env=os.environ, capture_output=True, text=True, timeout=600)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert not (killed.out / "adapter_config.json").exists()
    with pytest.raises(UseError, match="not finished: add --resume"):
        finetune(killed)
    lines: list[str] = []
    tuned = finetune(replace(killed, resume=True), lines.append)
    assert any(line.startswith("going on from step ") for line in lines)
    assert not any(line.startswith("step 1/") for line in lines)
    assert (tuned.steps, tuned.why) == (whole[1].steps, "end")
    assert tuned.loss == pytest.approx(whole[1].loss, rel=1e-3)
    assert tuned.heldout == pytest.approx(whole[1].heldout, rel=1e-3)
    assert tuned.heldout_before == pytest.approx(whole[1].heldout_before, rel=1e-3)
    first, second = weights(whole[0].out), weights(killed.out)
    assert all(torch.allclose(first[name], second[name], atol=1e-3) for name in first)


def test_it_ends_early_where_it_gets_no_better(tiny_model: Path, tmp_path: Path) -> None:
    unlike = [pair(number, completion="quack " * 4) for number in range(4)]
    data = folder(tmp_path / "data", [pair(number) for number in range(16)], unlike)
    tuned = finetune(job(tiny_model, data, tmp_path / "out", epochs=40, looks=40, patience=1, lr=3e-2))
    assert tuned.why == "early"
    looks = [row for row in csv.DictReader((tmp_path / "out" / "loss.csv").open()) if row["heldout_loss"]]
    assert float(looks[-1]["heldout_loss"]) > tuned.heldout  # type: ignore[operator]
    assert tuned.steps < 80


def test_the_time_is_kept_and_it_can_go_on(whole: tuple[Job, Tuned], tmp_path: Path) -> None:
    short = replace(whole[0], out=tmp_path / "out", minutes=0.0)
    tuned = finetune(short)
    assert (tuned.why, tuned.steps) == ("time", 1)
    assert (short.out / "adapter_model.safetensors").is_file()
    rest = finetune(replace(short, minutes=None, resume=True))
    assert (rest.why, rest.steps) == ("end", whole[1].steps)
    assert rest.loss == pytest.approx(whole[1].loss, rel=1e-3)


def test_activated_lora_leaves_what_stands_before_the_turn_as_it_was(
    tiny_model: Path, data: Path, tmp_path: Path
) -> None:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tuned = finetune(job(tiny_model, data, tmp_path / "out", kind="alora"))
    assert tuned.heldout < 0.9 * tuned.heldout_before  # type: ignore[operator]
    tokenizer, base = AutoTokenizer.from_pretrained(tiny_model), AutoModelForCausalLM.from_pretrained(tiny_model)
    begins = json.loads((tmp_path / "out" / "adapter_config.json").read_text())["alora_invocation_tokens"]
    assert tokenizer.decode(begins) == "<|im_start|>assistant\n"
    ids = torch.tensor([tokenizer("<|im_start|>user\n7<|im_end|>\n<|im_start|>assistant\n7 + 3")["input_ids"]])
    with torch.no_grad():
        bare = base(ids).logits[0]
        said = PeftModel.from_pretrained(base, tmp_path / "out").eval()(input_ids=ids).logits[0]
    turn = ids[0].tolist().index(begins[0], 1)
    assert torch.equal(bare[:turn], said[:turn])
    assert not torch.allclose(bare[turn:], said[turn:], atol=0.1)


def test_activated_lora_needs_a_template_that_marks_the_turn(tiny_model: Path, data: Path, tmp_path: Path) -> None:
    asked = job(tiny_model, data, tmp_path / "out", kind="alora")
    with pytest.raises(EngineError, match="needs a chat template that marks the assistant's turn: use plain LoRA"):
        finetune(replace(asked, base=replace(asked.base, template="bare")))


def test_each_module_has_an_adapter_of_its_own(tiny_model: Path, tmp_path: Path) -> None:
    data = folder(tmp_path / "data", [pair(1), pair(2, "rewrite"), pair(3, "commonsense")])
    asked = job(tiny_model, data, tmp_path / "my pack", save_memory=True)
    parts = list(each_module(asked))
    assert [part.recipe.module for part in parts] == ["code", "commonsense"]
    tuned = finetune(parts[1])
    assert (tuned.pairs, tuned.heldout, tuned.heldout_before) == (2, None, None)
    card = json.loads((tmp_path / "my pack" / "commonsense" / "card.json").read_text())
    assert (card["name"], card["module"]) == ("my-pack-commonsense", "commonsense")
    lines: list[str] = []
    assert [part.recipe.module for part in each_module(replace(asked, resume=True), lines.append)] == ["code"]
    assert lines == ["code: 1 pairs", "commonsense: done already"]


def test_a_processor_and_a_big_model_is_asked_about_first(tiny_model: Path, data: Path, tmp_path: Path) -> None:
    asked = job(tiny_model, data, tmp_path / "out", epochs=1000)
    big = replace(asked, base=replace(asked.base, parameters=7e9))
    with pytest.raises(
        UseError, match=r"no GPU, and .* takes about \d+ (h|days): .* --max-minutes, or go on with --yes"
    ):
        finetune(big)
    assert not (tmp_path / "out").exists()


def test_what_is_too_long_for_the_model(tiny_model: Path, tmp_path: Path) -> None:
    data = folder(tmp_path / "data", [pair(1, completion="1 + " * 2000)])
    with pytest.raises(UseError, match="every pair is longer than the 2048 tokens that tiny can read"):
        finetune(job(tiny_model, data, tmp_path / "out"))
