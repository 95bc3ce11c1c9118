"""The loss over the steps: ``loss.csv`` always, ``loss.svg`` where matplotlib is installed."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

History = Sequence[Mapping[str, float]]
"""What the trainer logged: ``step`` and ``loss``, ``eval_loss`` or others."""


def by_step(history: History, name: str) -> dict[int, float]:
    """The values called ``name`` by step; of several at a step the first, as after taking a run up again."""
    found: dict[int, float] = {}
    for entry in history:
        if name in entry:
            found.setdefault(int(entry["step"]), entry[name])
    return found


def write_csv(folder: Path, history: History) -> None:
    """Columns ``step``, ``loss`` (since the row before, with dropout) and ``heldout_loss``, in nats a token."""
    train, held = by_step(history, "loss"), by_step(history, "eval_loss")
    with (folder / "loss.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["step", "loss", "heldout_loss"])
        for step in sorted({*train, *held}):
            writer.writerow([step, train.get(step, ""), held.get(step, "")])


def write_plot(folder: Path, history: History) -> None:
    """The same as a picture."""
    if find_spec("matplotlib") is None:
        return
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    for name, label in (("loss", "training"), ("eval_loss", "held out")):
        points = by_step(history, name)
        if points:
            axes.plot(list(points), list(points.values()), marker="." if len(points) < 40 else "", label=label)
    axes.set(xlabel="step", ylabel="loss, nats a token", ylim=(0, None))
    axes.legend()
    figure.savefig(folder / "loss.svg")
