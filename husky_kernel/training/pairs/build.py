"""From worked questions to a folder of training pairs.

The folder holds ``train.jsonl``, ``heldout.jsonl``, ``profile.toml`` (the prompts that the pairs are laid out in, which
are those to ask a tuned model by) and ``build.json`` (what was made of what).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.corrections import Correction, Corrections
from husky_kernel.modules.profile import Profile
from husky_kernel.modules.profile_file import to_toml
from husky_kernel.training.pairs.correction_pairs import correction_pair
from husky_kernel.training.pairs.cutting import Cutter
from husky_kernel.training.pairs.holding_out import hold_out, without_copies
from husky_kernel.training.pairs.pairs import ROLES, Pair, write_pairs
from husky_kernel.training.pairs.worked import read_worked

SCHEMA = "husky.pairs/1"
TRAIN, HELD_OUT, PROFILE, BUILD = "train.jsonl", "heldout.jsonl", "profile.toml", "build.json"


@dataclass
class Built:
    """What was made: pairs by module on either side, and worked questions that gave none."""

    profile: str
    examples: str
    train: dict[str, int] = field(default_factory=dict)
    heldout: dict[str, int] = field(default_factory=dict)
    questions: int = 0
    unfinished: int = 0
    unreadable: int = 0
    copies: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values of schema ``husky.pairs/1``."""
        return {"schema": SCHEMA, **asdict(self)}

    def lines(self) -> Iterator[str]:
        """What to tell a person."""
        for module in sorted({*self.train, *self.heldout}):
            kept, held = self.train.get(module, 0), self.heldout.get(module, 0)
            yield f"{module:12} {kept:7} pairs to train on, {held:5} held out"
        left_out = {
            "without an answer, or by other tools": self.unfinished,
            "that cannot be read": self.unreadable,
        }
        yield from (f"left out: {count} worked questions {why}" for why, count in left_out.items() if count)
        if self.copies:
            yield f"left out: {self.copies} pairs that are there already"


def build(
    paths: Sequence[Path],
    out: Path,
    profile: Profile,
    *,
    examples: str = "keep",
    share: float = 0.05,
    corrections: float = 3.0,
    seed: int = 0,
) -> Built:
    """Cut all that is in ``paths`` into pairs and write the folder ``out``.

    Parameters
    ----------
    profile
        The prompts; ``examples`` says whether they have few-shot turns, for the record.
    share
        Part of the questions that is held out.
    corrections
        Weight of what a person corrected.

    Raises
    ------
    UseError
        If there is nothing to learn, a file cannot be read, or ``out`` holds something else.
    """
    check_folder(out)
    told = Built(profile.name, examples)
    found = list(_cut(paths, Cutter.of(profile, corrections), profile, told))
    pairs = list(without_copies(found))
    if not pairs:
        raise UseError(f"there is nothing to learn in {', '.join(str(path) for path in paths)}: {_why(told)}")
    told.copies = len(found) - len(pairs)
    kept, held = hold_out(pairs, share, seed)
    told.train, told.heldout = _count(kept), _count(held)
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / PROFILE).write_text(to_toml(profile), encoding="utf-8")
        write_pairs(out / TRAIN, kept)
        write_pairs(out / HELD_OUT, held)
        (out / BUILD).write_text(json.dumps(told.to_json(), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UseError(f"cannot write {out}: {error.strerror or error}") from error
    return told


def check_folder(out: Path) -> None:
    """Raise UseError unless ``out`` may be written: new, empty, or made by an earlier build."""
    if out.is_file():
        raise UseError(f"{out} is a file: name a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / BUILD).is_file():
        raise UseError(f"{out} holds something else: name a new folder")


def _cut(paths: Sequence[Path], cutter: Cutter, profile: Profile, told: Built) -> Iterator[Pair]:
    for item in read_worked(paths):
        if item is None:
            told.unreadable += 1
        elif isinstance(item, Correction):
            yield from _corrected(item, profile, cutter.corrections)
        elif cutter.fits(item):
            told.questions += 1
            yield from cutter.cut(item)
        else:
            told.unfinished += 1


def _corrected(item: Correction, profile: Profile, weight: float) -> Iterator[Pair]:
    if item.module in ROLES and Corrections((item,)).pairs(item.module):
        yield correction_pair(item, profile, weight)


def _count(pairs: Sequence[Pair]) -> dict[str, int]:
    counts: Mapping[str, int] = Counter(pair.module for pair in pairs)
    return dict(sorted(counts.items()))


def _why(told: Built) -> str:
    if told.unfinished:
        return f"none of {told.unfinished} worked questions ended with an answer by tools that are known"
    return f"{told.unreadable} of its objects cannot be read" if told.unreadable else "it is empty"
