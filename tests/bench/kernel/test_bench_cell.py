from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.errors import HuskyError
from husky_kernel.bench.kernel.cell import TARGETS, CellBench, outcome
from husky_kernel.bench.kernel.process import is_output, kernel_process
from husky_kernel.bench.local_model import find
from husky_kernel.bench.outcome import merged, sample
from husky_kernel.config import Settings

CHILD = """
import subprocess, sys
code = "x = bytearray(80_000_000); print(flush=True); input()"
child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
"""
"""A cell that starts a process with memory of its own; it ends with the kernel."""


def test_a_kernel_runs_cells_and_tells_when_a_message_came() -> None:
    with kernel_process() as kernel:
        run = kernel.run("import time\nprint('x')\ntime.sleep(0.2)", is_output)
        assert run.until is not None
        assert run.until < run.seconds
        assert kernel.run("pass", is_output).until is None
        with kernel.peak() as most:
            kernel.run("x = bytearray(50_000_000)\ntime.sleep(0.3)\ndel x")
        alone = kernel.memory()
        assert most[0] > alone > 10_000_000
        kernel.run(CHILD)
        assert kernel.memory() > alone + 80_000_000
        with pytest.raises(HuskyError, match="no such thing"):
            kernel.run("raise KeyError('no such thing')")


def test_targets_are_in_multiples_of_what_was_measured() -> None:
    samples = [sample("%load_ext", "husky", "ms", 150.0), sample("first output", "bare kernel", "ms", 10.0)]
    samples += [sample("first card, later cells", "husky", "ms", 20.0)]
    assert outcome(samples, "m").ratios == {
        "target_300_ms_per_load_ext": 2.0,
        "target_100_ms_per_first_card_of_later_cells": 5.0,
        "bare_first_output_per_first_card": 0.5,
    }


@pytest.mark.model
@pytest.mark.slow
def test_a_round_measures_kernels_of_each_kind(smollm2_path: Path) -> None:
    bench = CellBench(find(Settings(model="smollm2-135m")), "smollm2-135m", "What is 6 times 7?", 1)
    rows = {(row.what, row.side): row.median for row in merged(bench.rows())}
    assert {what for what, _ in rows} >= set(TARGETS)
    weights = smollm2_path.stat().st_size / 1e6
    assert rows["memory, busy", "husky"] > weights
    assert rows["memory, model loaded", "husky"] > weights
    assert rows["memory, model loaded, without weights", "husky"] > 0
    assert rows["memory, idle", "husky"] > rows["memory, idle", "bare kernel"] > 10
