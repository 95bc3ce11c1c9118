"""Which trajectories of a journal are put out: a person's first, no near-duplicates, no development questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from husky_kernel.training.duplicates import Fingerprint, first_of_each, normal
from husky_kernel.training.exclusion import Excluded
from husky_kernel.training.trajectories import Trajectory

SAMPLES = 4
"""So many different solutions of one question are kept."""

REPLACED = "replaced by a correction"
DUPLICATE = "near-duplicate"
EXCLUDED = "{} to a development question"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is put out, and how many of each source were left out for which cause."""

    kept: Sequence[Trajectory]
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)


def select(found: Iterable[Trajectory], corrections: Sequence[Trajectory], excluded: Excluded) -> Selection:
    """The trajectories to train on: corrections, then the others in their order."""
    left_out: Counter[tuple[str, str]] = Counter()
    corrected = {normal(one.trace.question) for one in corrections}
    groups: dict[tuple[str, str], list[Trajectory]] = defaultdict(list)
    for one in [*corrections, *found]:
        asked = normal(one.trace.question)
        if one.origin != "correction":
            near = excluded.has(one.trace.question)
            cause = REPLACED if asked in corrected else EXCLUDED.format(near) if near else None
            if cause:
                left_out[one.source, cause] += 1
                continue
        groups[asked, normal(one.context)].append(one)
    firsts = [group[0] for group in groups.values()]
    unique = first_of_each([Fingerprint.of(one.trace.question, one.context) for one in firsts])
    kept: list[Trajectory] = []
    for group, is_first in zip(groups.values(), unique, strict=True):
        chosen = _different(group) if is_first or group[0].origin == "correction" else []
        kept += chosen
        for one in group:
            left_out[one.source, DUPLICATE] += one not in chosen
    return Selection(kept, +left_out)


def _different(group: Sequence[Trajectory]) -> list[Trajectory]:
    """Solutions of one question that differ in what they do; all of a person's."""
    seen: set[str] = set()
    chosen: list[Trajectory] = []
    for one in group:
        done = "\n".join(normal(f"{step.tool} {step.call or step.output}") for step in one.trace.steps)
        if one.origin == "correction" or (done not in seen and len(chosen) < SAMPLES):
            chosen.append(one)
        seen.add(done)
    return chosen
