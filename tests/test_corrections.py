"""What a person corrected is kept, by several processes at once, and nothing is lost."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Step
from husky_kernel.corrections import Correction, CorrectionLog, Outcome, summary

PAST = Step(0, "search", "Find the area of Texas.", "area of Texas", "raw " * 99, "268,597 square miles.")


def correction(kind: str = "code", **values: object) -> Correction:
    given: dict[str, object] = {
        "tool": "code",
        "step": "Divide.",
        "before": "1/2",
        "after": "1/3",
        "model": "m",
        "profile": "qwen",
    }
    given |= {"question": "How many?", "run": "run1", "index": 1, "history": (PAST,)}
    return Correction(kind, **(given | values))  # type: ignore[arg-type]


@pytest.fixture
def log(tmp_path: Path) -> CorrectionLog:
    return CorrectionLog(tmp_path / "data" / "corrections.jsonl")


def test_a_correction_comes_back_with_the_outcome_of_its_run(log: CorrectionLog) -> None:
    log.add(correction())
    log.add(correction("undo", run="run2"))
    log.outcome("run1", "stopped", None)
    log.outcome("run1", "finished", "7")
    first, second = log.read().items
    assert (first.before, first.after, first.module, first.outcome) == ("1/2", "1/3", "code", Outcome("finished", "7"))
    assert (second.kind, second.outcome) == ("undo", None)
    assert (first.history[0].output, first.history[0].call) == ("268,597 square miles.", "area of Texas")
    assert first.history[0].observation == ""


def test_what_is_corrected_after_the_outcome_waits_for_its_own(log: CorrectionLog) -> None:
    log.add(correction())
    log.outcome("run1", "finished", "7")
    log.add(correction("text"))
    assert [item.outcome for item in log.read().items] == [Outcome("finished", "7"), None]


def test_only_the_user_may_read_it(log: CorrectionLog) -> None:
    log.add(correction())
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("kind", "tool", "module"),
    [
        ("code", "code", "code"),
        ("code", "search", "query"),
        ("code", "weather", "weather"),
        ("text", "math", "action"),
        ("tool", "code", "action"),
    ],
)
def test_the_module_is_whose_text_was_changed(kind: str, tool: str, module: str) -> None:
    assert correction(kind, tool=tool).module == module


def test_what_teaches_nothing_is_no_pair(log: CorrectionLog) -> None:
    for kind in ("text", "tool", "code", "hint", "undo", "skip"):
        log.add(correction(kind))
    log.add(correction("text", after=" "))
    assert [item.kind for item in log.pairs("action")] == ["text", "tool"]
    assert [item.kind for item in log.pairs("code")] == ["code"]


def test_unreadable_lines_are_counted_and_stay(log: CorrectionLog) -> None:
    log.add(correction())
    bad = b'{"record": "correction", "kind": "code"}\n\xff\xfe\n[1]\n{"record": "outcome"}\nnull\n\n'
    bad += b"[" * 100_000 + b"]" * 100_000 + b"\n"
    with log.path.open("ab") as file:
        file.write(bad)
    log.add(correction("text"))
    found = log.read()
    assert ([item.kind for item in found.items], found.unreadable) == (["code", "text"], 6)
    assert bad in log.path.read_bytes()


def test_a_line_that_was_cut_short_does_not_spoil_the_next(log: CorrectionLog) -> None:
    log.add(correction())
    with log.path.open("ab") as file:
        file.write(b'{"record": "corr')
    log.add(correction("text"))
    found = log.read()
    assert ([item.kind for item in found.items], found.unreadable) == (["code", "text"], 1)


def test_keys_of_a_later_version_are_passed_over(log: CorrectionLog) -> None:
    log.add(correction())
    [line] = log.path.read_text().splitlines()
    log.path.write_text(json.dumps(json.loads(line) | {"mood": "good"}) + "\n")
    assert log.read().items[0].after == "1/3"


def test_kernels_that_write_at_once_do_not_mix_lines(log: CorrectionLog) -> None:
    code = (
        "import sys; from pathlib import Path; from husky_kernel.corrections import *\n"
        "log = CorrectionLog(Path(sys.argv[1]))\n"
        "for n in range(200): log.add(Correction('code', 'q' * 9000, sys.argv[2], n, after='x'))"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(log.path), name]) for name in ("a", "b", "c")]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    found = log.read()
    assert found.unreadable == 0
    for name in ("a", "b", "c"):
        assert [item.index for item in found.items if item.run == name] == list(range(200))


def test_secrets_are_removed_everywhere(tmp_path: Path) -> None:
    log = CorrectionLog(tmp_path / "c.jsonl", redact=lambda text: text.replace("hunter2", "***"))
    log.add(correction(before="hunter2", after="use hunter2", context="hunter2", history=(Step(0, "code", "hunter2"),)))
    log.outcome("run1", "finished", "hunter2")
    assert "hunter2" not in log.path.read_text()
    assert log.read().items[0].after == "use ***"


def test_switched_off_nothing_is_written(tmp_path: Path) -> None:
    log = CorrectionLog(tmp_path / "c.jsonl", on=False)
    log.add(correction())
    log.outcome("run1", "finished", "7")
    assert not log.path.exists()
    assert log.read().items == ()


def test_what_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UseError, match=r"cannot write .*corrections = false"):
        CorrectionLog(tmp_path / "file" / "c.jsonl").add(correction())


@pytest.mark.parametrize("full", ["/dev/full"])
def test_a_full_disk_is_told(full: str) -> None:
    assert os.path.exists(full)
    with pytest.raises(UseError, match="cannot write"):
        CorrectionLog(Path(full)).add(correction())


def test_clearing_deletes(log: CorrectionLog) -> None:
    log.add(correction())
    assert log.clear()
    assert not log.clear()
    assert log.read().items == ()


def test_a_summary_is_one_line() -> None:
    line = summary(correction(before="a\nb", after="c\nd"))
    assert "code  [code]  'a b' -> 'c d'  (How many?)" in line
    assert "\n" not in line
