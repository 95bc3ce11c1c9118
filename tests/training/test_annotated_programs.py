"""Programs that people annotated are left alone: hardly one is doubted, spoken against or put right.

The data stay outside the repository: ``HUSKY_TRAINING_DATA`` names their folder.
"""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from measure import spoken_against

from husky_kernel.agent.types import Task
from husky_kernel.cli.train.lending import how
from husky_kernel.modules.coder import code_expert
from husky_kernel.modules.profile import load_profile
from husky_kernel.training.converters.sources import source
from husky_kernel.training.trajectories import Draft, Unfit

DATA = Path(os.environ.get("HUSKY_TRAINING_DATA") or Path(__file__).parents[3] / "shared" / "data" / "train")
FILES = {
    "wikisql": "wikisql_train.jsonl.gz",
    "mathqa": "lila_mathqa_gain_train_dev.jsonl.gz",
    "finqa": "finqa_dev_cbr.jsonl.gz",
}
DRAWN = int(os.environ.get("HUSKY_TRAINING_DRAWN") or 2000)
"""Records of each set."""
SEED = 16
ALLOWED = 0.01

coder = code_expert(load_profile("qwen").prompts["code"])


class Annotated(NamedTuple):
    question: str
    context: str
    program: str
    namespace: Mapping[str, Any]


@lru_cache
def annotated(name: str) -> tuple[Annotated, ...]:
    """What is drawn of a set, skipped loudly where the data are not there."""
    path = DATA / FILES[name]
    if not path.exists():
        pytest.skip(f"NOT CHECKED: {path} is not there; HUSKY_TRAINING_DATA names the folder")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = list(enumerate(file))
    return tuple(_programs(name, random.Random(SEED).sample(lines, min(len(lines), DRAWN))))


def _programs(name: str, lines: list[tuple[int, str]]) -> Iterator[Annotated]:
    form = how("whole")
    for index, line in lines:
        try:
            draft: Draft = source(name).convert(json.loads(line), replace(form, index=index))
        except (Unfit, ValueError, KeyError, TypeError):
            continue
        if [act.tool for act in draft.acts] == ["code"]:
            yield Annotated(draft.question, draft.context, draft.acts[0].call, draft.fills[0])


@pytest.mark.parametrize("name", FILES)
def test_hardly_a_program_is_doubted(name: str) -> None:
    programs = annotated(name)
    doubted = [one for one in programs if coder.doubt(one.program, Task(one.question, one.context), ())]
    assert len(programs) > DRAWN / 4
    assert len(doubted) <= ALLOWED * len(programs), [(one.question, one.program) for one in doubted]


@pytest.mark.parametrize("name", FILES)
def test_no_program_that_ran_is_put_right(name: str) -> None:
    assert [one.program for one in annotated(name) if coder.mend(one.program, "")] == []


def test_hardly_a_program_is_spoken_against_after_it_ran() -> None:
    programs = annotated("wikisql")
    told = [spoken_against(one.question, one.program, one.namespace) for one in programs]
    spoken = [(one.question, one.program, said) for one, said in zip(programs, told, strict=True) if any(said)]
    assert len(spoken) <= ALLOWED * len(programs), spoken
