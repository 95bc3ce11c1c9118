from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from husky_kernel.agent.errors import UseError
from husky_kernel.bench.outcome import Measured, merged, sample
from husky_kernel.bench.prompts import load_prompts
from husky_kernel.bench.torch.decode import Sizes, TorchBench
from husky_kernel.bench.torch.memory import weight_bytes
from husky_kernel.bench.torch.models import endless, random_model
from husky_kernel.bench.torch.profile import Kernels, per_token, recorded, summed
from husky_kernel.bench.torch.report import outcome, told
from husky_kernel.bench.torch.sides import GENERATE, GROWING, OURS, EngineSide, GenerateSide, Written
from husky_kernel.bench.torch.turns import Found, Turns, tried
from husky_kernel.cli.bench.commands import app
from husky_kernel.engines.torch.engine import TransformersEngine
from husky_kernel.engines.torch.loading import Loaded

SIZES = Sizes(rounds=2, written=12, batches=(3,))


@pytest.fixture(scope="module")
def tiny() -> Loaded:
    return random_model("tiny", device="cpu")


def failing(name: str) -> SimpleNamespace:
    """A side that cannot write."""

    def write(prompts: Sequence[str], count: int) -> Written:
        raise RuntimeError("no memory\nat all")

    return SimpleNamespace(name=name, compiles=False, write=write)


def writing(name: str, seconds: float = 1.0) -> SimpleNamespace:
    """A side of which the tokens a second are known."""
    return SimpleNamespace(
        name=name, compiles=True, write=lambda prompts, count: Written(len(prompts) * count, seconds)
    )


def test_all_sides_are_measured(tiny: Loaded, tmp_path: Path) -> None:
    found = [*TorchBench(tiny, load_prompts(), SIZES, tmp_path).rows()]
    assert [row for row in found if isinstance(row, str)] == [found[0]]
    assert told(found[0]).startswith("device: cpu, torch ")
    rows = {(row.what, row.side): row for row in merged(row for row in found if isinstance(row, Measured))}
    sides = {side for what, side in rows if what == "decode"}
    assert sides == {OURS, GROWING, GENERATE}
    assert {side for what, side in rows if what == "decode, 3 at once"} == {OURS, GENERATE}
    assert all(len(row.values) == 2 and row.median > 0 for (what, _), row in rows.items() if "decode" in what)
    ratios = outcome(found, "m").ratios
    share = rows["decode", OURS].median / rows["floor", "memory"].median
    assert ratios["decode_share_of_floor"] == pytest.approx(share)
    assert ratios["target_0.6_of_floor_per_decode"] == pytest.approx(share / 0.6)
    times = ratios["decode_ours_per_generate"]
    assert ratios["target_2_times_generate_per_decode"] == pytest.approx(times / 2)
    assert "decode_3_at_once_ours_per_generate" in ratios
    assert not any(tmp_path.iterdir())


def test_all_sides_write_so_many_tokens_whatever_they_are(tiny: Loaded, tmp_path: Path) -> None:
    ends = {name: getattr(tiny.tokenizer, name) for name in ("eos_token_id", "added_tokens_decoder")}
    tiny.model.generation_config.eos_token_id = list(range(320))
    loaded = endless(tiny)
    assert (loaded.tokenizer.eos_token_id, loaded.tokenizer.added_tokens_decoder) == (None, {})
    engine = TransformersEngine(loaded, "m", tmp_path)
    for side in (GenerateSide(loaded), EngineSide(OURS, engine, compiles=False)):
        assert side.write(["One"], 9).tokens == 8
        assert side.write(["One", "and two"], 9).tokens == 16
    assert ends == {name: getattr(tiny.tokenizer, name) for name in ends}


def test_a_side_that_fails_becomes_a_note_and_the_others_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    found = [*Turns(2, inf).rates("decode", [failing("a"), writing("b")], ["x", "y"], 10)]
    assert found[0] == "decode, a failed: RuntimeError: no memory"
    assert "Traceback" in capsys.readouterr().err
    [compiled, *rest] = [row for row in found[1:] if isinstance(row, Measured)]
    assert compiled.what == "compile, decode"
    assert merged(rest) == [Measured("decode", "b", "tokens/s", (20.0, 20.0))]
    assert outcome(found, "m").notes == (found[0],)


def test_a_bench_without_our_engine_measures_the_rest(
    tiny: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no engine")

    monkeypatch.setattr("husky_kernel.bench.torch.decode.TransformersEngine", broken)
    found = [*TorchBench(tiny, load_prompts(), Sizes(1, 4, ()), tmp_path).rows()]
    assert [row for row in found if isinstance(row, str)][1:] == [
        f"{name} failed: RuntimeError: no engine" for name in (GROWING, OURS)
    ]
    assert {row.side for row in found if isinstance(row, Measured)} == {"memory", GENERATE}


def test_nothing_begins_when_the_time_is_up() -> None:
    assert [*Turns(2, 0.0).rates("decode", [writing("b")], ["x"], 10)] == [
        "decode: not all rounds were measured, the time is up"
    ]


def test_warnings_of_the_engine_become_notes(capsys: pytest.CaptureFixture[str]) -> None:
    def rows() -> Iterator[Found]:
        try:
            raise RuntimeError("no compiler")
        except RuntimeError:
            logging.getLogger("husky_kernel.engines.torch.graphs.static_decoder").warning("it was not compiled")
        yield sample("decode", "b", "tokens/s", 1.0)

    assert next(tried("decode, b", rows)) == "decode, b: it was not compiled"
    assert "no compiler" in capsys.readouterr().err


def test_a_token_reads_all_weights_but_a_table_of_its_own(tiny: Loaded) -> None:
    from transformers import Qwen2ForCausalLM

    numbers = sum(weight.numel() for weight in tiny.model.parameters())
    assert weight_bytes(tiny.model) == 4 * (numbers - 320 * 64)
    config = tiny.model.config.__class__(**{**tiny.model.config.to_dict(), "tie_word_embeddings": True})
    assert weight_bytes(Qwen2ForCausalLM(config)) == weight_bytes(tiny.model)


def test_random_weights_are_spread_as_trained_ones() -> None:
    weight = random_model("tiny", device="cpu").model.model.layers[1].mlp.up_proj.weight
    assert float(weight.detach().std()) == pytest.approx(0.02, rel=0.1)
    with pytest.raises(UseError, match=r"unknown shape '3b': choose one of 1.5b, 7b, tiny"):
        random_model("3b")


def test_time_of_kernels_that_overlap_counts_once() -> None:
    def event(name: str, start: float, end: float) -> SimpleNamespace:
        return SimpleNamespace(name=name, time_range=SimpleNamespace(start=start, end=end))

    kernels = summed([event("b", 5000, 7000), event("a", 0, 2000), event("a", 1000, 3000), event("b", 5500, 6000)])
    assert (kernels.busy, kernels.count) == (5.0, 4)
    assert kernels.each == {"a": 4.0, "b": 2.5}


def test_a_token_is_what_a_longer_reply_takes_more(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []

    def counted(run: object) -> Kernels:
        assert callable(run)
        run()
        return Kernels(3.0 + lengths[-1], 7 + 4 * lengths[-1], {"a": 0.5 * lengths[-1]})

    monkeypatch.setattr("husky_kernel.bench.torch.profile.recorded", counted)
    found = per_token(lengths.append)
    assert (found.busy, found.count, dict(found.each)) == (1.0, 4, {"a": 0.5})


@pytest.mark.filterwarnings("ignore")
def test_what_a_processor_does_is_no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "synchronize", lambda: None)
    assert recorded(lambda: torch.ones(4).sum()) == Kernels()


def test_the_command(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    command = [sys.executable, "-m", "husky_kernel.cli", "bench", "torch", "--random", "tiny", "--quick"]
    subprocess.run([*command, "--seconds", "0", "--out", str(out)], check=True, timeout=120)
    data = json.loads(out.read_text(encoding="utf-8"))
    assert (data["bench"], data["model"]) == ("torch", "random tiny")
    assert "decode: not all rounds were measured, the time is up" in data["notes"]
    refused = CliRunner().invoke(app, ["torch", "--random", "tiny", "--model", "m"])
    assert isinstance(refused.exception, UseError)


def test_the_parts_need_no_more_than_torch() -> None:
    banned = ("typer", "rich", "ipykernel", "ipywidgets", "xllamacpp", "gguf", "peft", "psutil", "pandas")
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({banned!r}))\n"
        "import husky_kernel.bench.torch.decode, husky_kernel.bench.torch.report, husky_kernel.bench.prompts"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
