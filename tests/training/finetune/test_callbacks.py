from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from husky_kernel.agent.errors import EngineError
from husky_kernel.training.finetune.curve import by_step, write_csv, write_plot


@dataclass
class State:
    log_history: list[dict[str, float]] = field(default_factory=list)
    global_step: int = 0
    max_steps: int = 40
    is_world_process_zero: bool = True


def control() -> Any:
    return SimpleNamespace(should_training_stop=False, should_save=False, should_log=False, should_evaluate=False)


ARGUMENTS = SimpleNamespace(device="cpu", eval_strategy="steps")


def looks(*losses: float) -> State:
    return State([{"step": step, "eval_loss": loss} for step, loss in enumerate(losses)])


def test_it_ends_after_so_many_looks_without_a_gain() -> None:
    from husky_kernel.training.finetune.callbacks import Limits

    for state, ends in ((looks(3, 2, 2.5), False), (looks(3, 2, 2.5, 2.1), True), (looks(3, 2, 2.5, 1.9), False)):
        limits, told = Limits(None, patience=2), control()
        limits.on_evaluate(ARGUMENTS, state, told)
        assert told.should_training_stop is ends
        assert limits.why == ("early" if ends else "end")


def test_a_look_taken_twice_at_a_step_counts_once() -> None:
    from husky_kernel.training.finetune.callbacks import Limits

    state = looks(3, 2, 2.5)
    state.log_history.append({"step": 2, "eval_loss": 2.5})  # as after taking a run up again
    told = control()
    Limits(None, patience=2).on_evaluate(ARGUMENTS, state, told)
    assert not told.should_training_stop


def test_it_ends_when_the_time_is_over_and_saves_first() -> None:
    from husky_kernel.training.finetune.callbacks import Limits

    times = iter([0.0, 59.0, 61.0])
    limits, told = Limits(1.0, patience=2, clock=lambda: next(times)), control()
    limits.on_step_end(ARGUMENTS, State(), told)
    assert not told.should_training_stop
    limits.on_step_end(ARGUMENTS, State(), told)
    assert told.should_training_stop
    assert told.should_save
    assert told.should_evaluate
    assert limits.why == "time"


def test_progress_says_how_far_it_is_and_how_long_it_takes(tmp_path: Path) -> None:
    from husky_kernel.training.finetune.callbacks import Progress

    times, lines = iter([0.0, 10.0, 40.0, 40.0]), []
    progress = Progress(tmp_path, lines.append, lambda: next(times))
    state = State([{"step": 20, "loss": 1.5}], global_step=10)
    progress.on_train_begin(ARGUMENTS, state, control())  # ten steps were done before
    state.global_step = 20
    progress.on_log(ARGUMENTS, state, control(), logs={"loss": 1.5})
    progress.on_log(ARGUMENTS, state, control(), logs={"train_runtime": 1.0})
    assert lines == ["step 20/40  loss 1.5000  30 s, about 60 s to go"]
    assert (tmp_path / "loss.csv").read_text().splitlines() == ["step,loss,heldout_loss", "20,1.5,"]
    with pytest.raises(EngineError, match="no number any more at step 20: take a smaller --lr"):
        progress.on_log(ARGUMENTS, state, control(), logs={"loss": float("nan")})


def test_the_curve_is_a_table_and_a_picture(tmp_path: Path) -> None:
    history = [
        {"step": 0, "eval_loss": 2.0},
        {"step": 1, "loss": 1.9, "grad_norm": 1.0},
        {"step": 1, "eval_loss": 1.8},
        {"step": 1, "eval_loss": 1.7},
    ]
    assert by_step(history, "eval_loss") == {0: 2.0, 1: 1.8}
    write_csv(tmp_path, history)
    assert (tmp_path / "loss.csv").read_text().split() == ["step,loss,heldout_loss", "0,,2.0", "1,1.9,1.8"]
    write_plot(tmp_path, history)
    assert "<svg" in (tmp_path / "loss.svg").read_text()
    assert "held out" not in (tmp_path / "loss.csv").read_text()
