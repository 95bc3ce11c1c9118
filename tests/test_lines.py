"""What was written is read back, whatever it is; a line that was cut short costs itself alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from husky_kernel.agent.errors import UseError
from husky_kernel.corrections import Correction, CorrectionLog, Outcome
from husky_kernel.eval.journal import Identity, Journal
from husky_kernel.eval.report import Item
from husky_kernel.lines import append, read

TEXT = st.text(st.characters(), max_size=40)
"""Any characters, halves of pairs and line ends of all kinds among them."""

VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
ENTRY = st.dictionaries(TEXT, VALUE, max_size=4)
FEW = settings(max_examples=60, deadline=None)


@FEW
@given(st.lists(ENTRY, max_size=5))
def test_what_is_written_is_read_back(entries: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        for entry in entries:
            append(path, entry)
        assert list(read(path)) == entries


@FEW
@given(st.lists(ENTRY.filter(bool), min_size=1, max_size=4), st.data(), ENTRY)
def test_a_line_that_was_cut_short_costs_itself_alone(
    entries: list[dict[str, Any]], data: st.DataObject, last: dict[str, Any]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        for entry in entries:
            append(path, entry)
        whole = path.read_bytes()
        start = whole.rstrip(b"\n").rfind(b"\n") + 1
        cut = data.draw(st.integers(start + 1, len(whole) - 2))
        path.write_bytes(whole[:cut])
        assert list(read(path)) == [*entries[:-1], None]
        append(path, last)
        assert list(read(path)) == [*entries[:-1], None, last]


CORRECTION = st.builds(
    Correction,
    kind=st.sampled_from(["text", "code", "tool", "hint", "undo", "skip"]),
    question=TEXT,
    run=st.sampled_from(["one", "two"]),
    index=st.integers(0, 20),
    before=TEXT,
    after=TEXT,
)


@FEW
@given(st.lists(CORRECTION | st.sampled_from(["one", "two"]), max_size=8))
def test_corrections_come_back_with_the_next_outcomes_of_their_runs(told: list[Correction | str]) -> None:
    with TemporaryDirectory() as folder:
        log = CorrectionLog(Path(folder, "c.jsonl"))
        wanted: list[tuple[Correction, Outcome | None]] = []
        for number, one in enumerate(told):
            if isinstance(one, str):
                log.outcome(one, "finished", str(number))
                ended = Outcome("finished", str(number))
                wanted = [(item, ended if item.run == one else outcome) for item, outcome in wanted]
            else:
                log.add(one)
                wanted.append((one, None))
        found = log.read()
        assert found.unreadable == 0
        assert [(item.id, item.question, item.before, item.after, item.outcome) for item in found.items] == [
            (item.id, item.question, item.before, item.after, outcome) for item, outcome in wanted
        ]


IDENTITY = Identity("set", "model", ("husky",), 8, "profile")


def item(index: int, answer: str) -> Item:
    return Item(index, prediction=None, correct=False, trace={}, cause="wrong", answer=answer)


@FEW
@given(st.lists(TEXT, min_size=1, max_size=4), st.integers(2, 60))
def test_a_run_goes_on_with_what_its_journal_has(answers: list[str], cut: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "j.jsonl")
        journal = Journal(path, IDENTITY)
        for index, answer in enumerate(answers):
            journal.add("husky", item(index, answer), 1.0)
        assert Journal(path, IDENTITY).done == journal.done
        path.write_bytes(path.read_bytes()[:-cut])
        again = Journal(path, IDENTITY)
        assert [found.answer for found in again.items("husky", range(9))] == answers[:-1]
        again.add("husky", item(len(answers) - 1, answers[-1]), 1.0)
        assert Journal(path, IDENTITY).done == journal.done


def test_a_file_that_is_no_journal_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "j.jsonl").write_text("my notes\nof today\n")
    with pytest.raises(UseError, match="not a journal"):
        Journal(tmp_path / "j.jsonl", IDENTITY)
    assert (tmp_path / "j.jsonl").read_text() == "my notes\nof today\n"


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UseError, match=r"cannot write /dev/full: No space left on device; make room there"):
        append(Path("/dev/full"), {"a": 1})


def test_a_disk_that_fills_up_costs_a_run_no_answer_but_the_last(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    code = (
        "import resource, sys; from pathlib import Path; from husky_kernel.eval.journal import *\n"
        f"journal = Journal(Path({str(path)!r}), Identity('set', 'model', ('husky',), 8, 'profile'))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "for n in range(99): journal.add('husky', Item(n, None, False, {}, 'wrong', answer='x' * 50), 1.0)"
    )
    full = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert "UseError: cannot write" in full.stderr
    lines = path.read_bytes()
    assert (len(lines), lines.endswith(b"\n")) == (2000, False)
    assert sorted(Journal(path, IDENTITY).done) == [("husky", n) for n in range(lines.count(b"\n") - 1)]


def test_deep_and_odd_lines_are_told_as_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"[" * 100_000 + b"\n" + b"9" * 5_000 + b"\n\xff\n" + json.dumps({"a": 1}).encode() + b"\n\n")
    assert list(read(path)) == [None, None, None, {"a": 1}]
