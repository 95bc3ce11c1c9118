"""The datasheet of a set of trajectories: figures only, no sentence of the data."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from statistics import mean, quantiles

from husky_kernel import __version__
from husky_kernel.training.trajectories import Trajectory

_PACKAGES = ("pandas", "sympy", "ipython")


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened to the records of each source: how many there were, and why some were dropped."""

    read: Counter[str] = field(default_factory=Counter)
    solved: Counter[str] = field(default_factory=Counter)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Setup:
    """How the set was made."""

    command: str
    excluded: int = 0
    unannotated: Mapping[str, str] = field(default_factory=dict)


def datasheet(kept: Sequence[Trajectory], counts: Counts, left_out: Counter[tuple[str, str]], setup: Setup) -> str:
    """The sheet as Markdown."""
    parts = [
        "# Datasheet of the trajectories",
        _summary(kept, setup),
        "## By source",
        "A kept row was carried out and checked. Left out are near-duplicates, development questions and rows that a "
        "correction replaces.",
        _sources(kept, counts, left_out),
        "## By tool",
        _tools(kept),
        "## Length",
        _lengths(kept),
        "## Checks",
        _table(("check", "rows"), Counter(check for one in kept for check in one.verified).most_common()),
        "## Dropped, by cause",
        _table(("source", "cause", "rows"), _causes(counts.dropped)),
        "## Left out, by cause",
        _table(("source", "cause", "rows"), _causes(left_out)),
    ]
    if setup.unannotated:
        rows = sorted(setup.unannotated.items())
        parts += ["## Files without annotated steps, for a teacher only", _table(("file", "what it has"), rows)]
    return "\n\n".join(parts) + "\n"


def _summary(kept: Sequence[Trajectory], setup: Setup) -> str:
    origins = Counter(one.origin for one in kept)
    told = ", ".join(f"{count:,} {name}" for name, count in origins.most_common())
    lines = [
        f"{len(kept):,} trajectories ({told or 'none'}), schema `husky.trajectory/1`, made by:",
        f"    {setup.command}",
        f"husky-kernel {__version__}, Python {platform.python_version()}, {_versions()}. "
        f"{setup.excluded:,} development questions were kept out, word for word and nearly equal.",
    ]
    return "\n\n".join(lines)


def _versions() -> str:
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _sources(kept: Sequence[Trajectory], counts: Counts, left_out: Counter[tuple[str, str]]) -> str:
    rows = Counter(one.source for one in kept)
    licences = {one.source: one.licence for one in kept}
    out: Counter[str] = Counter()
    for (source, _), count in left_out.items():
        out[source] += count
    names = sorted(set(rows) | set(counts.read))
    lines = []
    for name in names:
        read, solved = counts.read[name], counts.solved[name]
        share = f"{solved / read:.1%}" if read else "-"
        lines.append(
            (name, licences.get(name, "-"), f"{read:,}", f"{solved:,}", share, f"{out[name]:,}", f"{rows[name]:,}")
        )
    return _table(("source", "licence", "records", "carried out", "share", "left out", "rows"), lines)


def _tools(kept: Sequence[Trajectory]) -> str:
    sources = sorted({one.source for one in kept})
    steps = {s: Counter(step.tool for one in kept if one.source == s for step in one.trace.steps) for s in sources}
    tools = sorted({tool for counter in steps.values() for tool in counter})
    return _table(("source", *tools), [(s, *(f"{steps[s][tool]:,}" for tool in tools)) for s in sources])


def _lengths(kept: Sequence[Trajectory]) -> str:
    measures = {
        "steps of a trajectory": [len(one.trace.steps) for one in kept],
        "characters of a question": [len(one.trace.question) for one in kept],
        "characters about variables": [len(one.context) for one in kept if one.context],
        "characters of a program": [
            len(s.call) for one in kept for s in one.trace.steps if s.tool == "code" and s.call
        ],
        "characters of a derivation": [len(s.output) for one in kept for s in one.trace.steps if s.tool == "math"],
        "characters of an answer": [len(one.trace.answer or "") for one in kept if one.trace.answer],
    }
    rows = [(name, f"{mean(values):.1f}", *_spread(values)) for name, values in measures.items() if values]
    return _table(("measure", "mean", "median", "95%", "most"), rows)


def _spread(values: Sequence[int]) -> tuple[str, str, str]:
    cuts = quantiles(values, n=20, method="inclusive") if len(values) > 1 else [values[0]] * 19
    return f"{cuts[9]:g}", f"{cuts[18]:g}", f"{max(values):,}"


def _causes(counter: Counter[tuple[str, str]]) -> list[tuple[str, str, str]]:
    ranked = sorted(counter.items(), key=lambda item: (item[0][0], -item[1]))
    return [(source, cause, f"{count:,}") for (source, cause), count in ranked]


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    if not lines:
        return "None."
    rule = "|".join(["---"] * len(heads))
    return "\n".join([f"| {' | '.join(heads)} |", f"|{rule}|", *lines])
