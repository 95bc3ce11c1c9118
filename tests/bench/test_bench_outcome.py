from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from husky_kernel.bench.outcome import Measured, Outcome, measured_table, medians, merged, sample
from husky_kernel.bench.table import aligned

SAMPLES = [sample("decode", "husky", "tokens/s", value) for value in (3.0, 1.0, 2.0)]
ROWS = [*SAMPLES, sample("decode", "raw", "tokens/s", 4.0)]


def test_samples_of_one_thing_become_a_row() -> None:
    assert merged(ROWS) == [
        Measured("decode", "husky", "tokens/s", (3.0, 1.0, 2.0)),
        Measured("decode", "raw", "tokens/s", (4.0,)),
    ]
    assert medians(merged(ROWS)) == {("decode", "husky"): 2.0, ("decode", "raw"): 4.0}


def test_the_json_form_has_the_parts_that_all_benchmarks_share() -> None:
    rows = merged(ROWS)
    data = Outcome("engine", {"decode": 0.5}, rows, measured_table(rows), "m").to_json("a machine", {"python": "3"})
    assert json.loads(json.dumps(data)) == data
    assert (data["bench"], data["machine"], data["ratios"]) == ("engine", "a machine", {"decode": 0.5})
    assert data["rows"][0] == {
        "what": "decode", "side": "husky", "unit": "tokens/s", "n": 3, "median": 2.0, "low": 1.0, "high": 3.0,
    }  # fmt: skip


def test_the_text_has_table_ratios_and_notes() -> None:
    rows = merged(ROWS)
    text = Outcome("engine", {"decode": 0.5}, rows, measured_table(rows), notes=("left out",)).text()
    assert text.splitlines()[0].split() == ["what", "side", "median", "lowest", "highest", "n", "unit"]
    assert "decode                           0.50" in text
    assert text.endswith("left out")
    assert measured_table([]).split() == ["what", "side", "median", "lowest", "highest", "n", "unit"]


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert aligned([("a", "1"), ("bcd", "22")]) == "a     1\nbcd  22"


STOPPED = """
import signal, sys, time
from husky_kernel.bench.outcome import Outcome, merged, sample
from husky_kernel.cli.bench.outcome import measure, tell

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it

def rows():
    yield sample("a", "b", "s", 1.0)
    tell("ready")
    time.sleep(600)

from pathlib import Path
measure(rows, lambda found: Outcome("x", {}, merged(found), ""), True, Path(sys.argv[1]))
"""


def test_after_ctrl_c_what_was_measured_is_printed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STOPPED, str(tmp_path / "out.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        while "ready" not in process.stderr.readline():
            assert process.poll() is None
        while not (tmp_path / "out.json").is_file():
            assert process.poll() is None
        os.kill(process.pid, signal.SIGINT)
        printed = json.loads(process.stdout.read())
    assert process.returncode == 1
    assert [row["what"] for row in printed["rows"]] == ["a"]
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == printed
