from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.bench.contexts import contexts
from husky_kernel.bench.growth import QUICK, Sizes, at_once, steps
from husky_kernel.bench.growth_report import outcome, ratios
from husky_kernel.bench.local_model import find
from husky_kernel.bench.outcome import merged, sample
from husky_kernel.bench.prompts import load_prompts
from husky_kernel.config import Settings


def test_contexts_are_described_within_the_budget() -> None:
    question = load_prompts().contexts_question
    samples = [*contexts(100, len, question, (1, 40), 2)]
    rows = {(row.what, row.unit): row for row in merged(samples)}
    assert len(rows["40 tables, all named", "ms"].values) == 2
    letters = {size: rows[f"{size} tables, all named: told", "tokens"].median for size in (1, 40)}
    assert 0 < letters[1] <= 400
    assert 0 < letters[40] <= 400


def test_ratios_are_above_one_where_more_costs_less() -> None:
    samples = [sample("step 2", "husky", "s", 2.0), sample("step 20", "husky", "s", 4.0)]
    samples += [sample("step 20 prefilled", "husky", "tokens", 9.0)]
    samples += [sample("1 at once", "husky", "tokens/s", 10.0), sample("16 at once", "husky", "tokens/s", 30.0)]
    samples += [sample("1 tables, one named", "husky", "ms", 1.0), sample("9 tables, one named", "husky", "ms", 2.0)]
    assert ratios(merged(samples)) == {
        "step2_seconds_per_step20_seconds": 0.5,
        "throughput_16_per_1": 3.0,
        "tables_one_named_1_seconds_per_9_seconds": 0.5,
    }


@pytest.mark.model
def test_steps_and_questions_at_once_have_a_fixed_length(smollm2_path: Path) -> None:
    local, prompts = find(Settings(model="smollm2-135m")), load_prompts()
    sizes = Sizes(rounds=1, steps=3, written=8, at_once=QUICK.at_once)
    samples = [*steps(local, prompts, sizes), *at_once(local, prompts, sizes)]
    rows = {(row.what, row.unit): row.median for row in merged(samples)}
    lengths = {rows[f"step {at} generated", "tokens"] for at in (1, 2, 3)}
    assert len(lengths) == 1
    assert rows["step 3 prefilled", "tokens"] < 200  # a new step alone, not the history before it
    assert rows["2 at once", "tokens/s"] > 0
    assert "step2_seconds_per_step3_seconds" in outcome(samples, "m").ratios
