from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.benchmarks import BENCHMARKS, benchmark, read_questions

RECORDS = [{"index": n, "question": f"1 + {n}?", "answer": str(1 + n)} for n in range(6)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "data.jsonl"
    file.write_text("\n".join(map(json.dumps, RECORDS)) + "\n\n")
    return file


def test_the_first_so_many_in_order(data: Path) -> None:
    assert [q.index for q in read_questions("gsm8k", data, 3)] == [0, 1, 2]
    assert [q.answer for q in read_questions("gsm8k", data, None)] == ["1", "2", "3", "4", "5", "6"]


def test_a_seed_shuffles_always_in_the_same_way(data: Path) -> None:
    one, again, other = (read_questions("gsm8k", data, 4, seed) for seed in (1, 1, 2))
    assert [q.index for q in one] == [q.index for q in again]
    assert [q.index for q in one] != [q.index for q in other]
    assert len(one) == 4
    assert {q.index for q in read_questions("gsm8k", data, None, 1)} == set(range(6))


def test_gzip_and_arrays_are_read(tmp_path: Path) -> None:
    packed, array = tmp_path / "data.jsonl.gz", tmp_path / "data.json"
    packed.write_bytes(gzip.compress("\n".join(map(json.dumps, RECORDS)).encode()))
    array.write_text(json.dumps(RECORDS, indent=1))
    assert read_questions("gsm8k", packed, None) == read_questions("gsm8k", array, None)
    assert len(read_questions("gsm8k", array, 2)) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gsm8k", '{"answer": "3"}', "line 1: not a record of gsm8k: there is no 'question'"),
        ("gsm8k", '{"question": "?", "answer": "3"}\nnonsense', "line 2"),
        ("gsm8k", '{"question": "?", "answer": ""}', "the answer is empty"),
        ("gsm8k", '{"question": "?", "answer": {"a": 1}}', "not an answer"),
        ("gsm8k", '"text"', "line 1"),
        ("gsm8k", "[1, 2", "no JSON array"),
        ("gsm8k", "", "is empty"),
        ("wikisql", '{"question": "?"}', "there is no 'where'"),
        ("nope", "{}", "choose from gsm8k, math, gdm"),
        ("wtq", "{}", "tables of data.jsonl are missing"),
    ],
)
def test_what_is_no_record_is_told(tmp_path: Path, name: str, content: str, message: str) -> None:
    file = tmp_path / "data.jsonl"
    file.write_text(content)
    with pytest.raises(UseError, match=message):
        read_questions(name, file, None)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    broken = tmp_path / "data.jsonl.gz"
    broken.write_text("no gzip")
    for file in (broken, tmp_path / "none.jsonl"):
        with pytest.raises(UseError, match="cannot read"):
            read_questions("gsm8k", file, None)


def test_every_set_says_how_it_is_to_be_answered() -> None:
    assert set(BENCHMARKS) == {
        *("gsm8k", "math", "gdm", "mathqa", "tabmwp", "finqa", "tatqa", "mmqa", "strategyqa", "bamboogle", "hotpotqa"),
        *("drop", "iirc", "huskyqa", "dabench", "wikisql", "wtq"),
    }
    steps = {name: benchmark(name).max_steps for name in BENCHMARKS}
    assert {name for name, count in steps.items() if count != 5} == {"gsm8k", "math", "huskyqa"}
    assert (steps["gsm8k"], steps["math"], steps["huskyqa"]) == (10, 10, 8)
    assert all(not each.answer_hint or each.answer_hint.startswith("Answer ") for each in BENCHMARKS.values())
