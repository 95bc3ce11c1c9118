from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.protocols import Message, Request
from husky_kernel.assembly import load_agent
from husky_kernel.bench.engine import EngineBench, Sizes, outcome
from husky_kernel.bench.local_model import find
from husky_kernel.bench.outcome import merged, sample
from husky_kernel.bench.overhead import Echo, scripted_steps, share_of_steps
from husky_kernel.bench.prompts import load_prompts
from husky_kernel.bench.raw_server import RawServer
from husky_kernel.bench.scripted_steps import scripted_model
from husky_kernel.config import Settings
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine


def test_the_loops_own_time_is_measured_over_all_steps() -> None:
    samples = [*scripted_steps(Settings(), 2, "How many?", 5)]
    with scripted_model(3) as scripted:
        agent = load_agent(scripted, Settings(), lambda text, fraction: None)
        samples += share_of_steps(agent, ["How many?"], lambda: {"code": Echo()}, 3)
    step, share = merged(samples)
    assert (step.unit, len(step.values)) == ("ms", 2)
    assert 0 < share.median < 100
    ratios = outcome(samples, "m").ratios
    assert ratios["target_5_ms_per_loop_overhead_a_step"] == pytest.approx(5 / step.median)


def test_rates_are_compared_with_llama_cpp_itself() -> None:
    samples = [sample("decode", "husky", "tokens/s", 9.0), sample("decode", "llama.cpp", "tokens/s", 10.0)]
    assert outcome(samples, "m").ratios == {"decode_ours_per_raw": 0.9}


def test_a_model_that_is_no_file_is_refused() -> None:
    with pytest.raises(UseError, match="not one model file"):
        find(Settings(model="openai:m@http://127.0.0.1:1/v1"))


@pytest.mark.model
def test_both_sides_read_and_write_the_same(smollm2_path: Path) -> None:
    local = find(Settings(model="smollm2-135m"))
    server = RawServer(local)
    engine = LlamaCppEngine(local.path, local.name, local.template, local.threads, local.context_length)
    bench = EngineBench(local, engine, server, load_prompts(), Sizes(rounds=2, written=8, entries=2, beside=1))
    rows = {(row.what, row.side): row for row in merged(bench.rows())}
    engine.close()
    server.close()
    assert len(rows) == 8
    assert all(len(row.values) == 2 and min(row.values) > 0 for row in rows.values())


@pytest.mark.model
def test_replies_of_a_fixed_length_have_all_their_tokens(smollm2_path: Path) -> None:
    request = Request("bench", (Message("user", "Say yes."),), max_tokens=40)
    lengths = []
    for fixed in (False, True):
        engine = LlamaCppEngine(smollm2_path, "smollm2-135m", context_length=512, fixed_length=fixed)
        lengths.append(engine.generate(request).tokens.generated)
        engine.close()
    assert lengths[0] < lengths[1] == 40
