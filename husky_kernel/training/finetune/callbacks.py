"""What goes along with a training: lines of progress, the loss curve, the limits that end it.

Imports torch and transformers, so import it late.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from husky_kernel.agent.errors import EngineError
from husky_kernel.training.finetune import curve
from husky_kernel.training.finetune.base import Tell
from husky_kernel.training.finetune.duration import in_words

Clock = Callable[[], float]


class Progress(TrainerCallback):
    """Tells how far it is, and writes the loss curve as it grows."""

    def __init__(self, folder: Path, tell: Tell, clock: Clock = time.monotonic) -> None:
        self._folder, self._tell, self._clock = folder, tell, clock
        self._began, self._first = clock(), 0

    def on_train_begin(self, args: Any, state: Any, control: Any, **rest: Any) -> None:
        """The clock starts; what a run that is taken up again has done already takes no time."""
        self._began, self._first = self._clock(), state.global_step

    def on_log(self, args: Any, state: Any, control: Any, **rest: Any) -> None:
        """One line, on one of the processes."""
        logs: dict[str, float] = rest["logs"]
        loss = next((logs[name] for name in ("loss", "eval_loss") if name in logs), None)
        if loss is not None and not math.isfinite(loss):
            raise EngineError(f"the loss is no number any more at step {state.global_step}: take a smaller --lr")
        if loss is None or not state.is_world_process_zero:
            return
        curve.write_csv(self._folder, state.log_history)
        what = "loss" if "loss" in logs else "held-out loss"
        self._tell(f"step {state.global_step}/{state.max_steps}  {what} {loss:.4f}  {self._spent(state)}")

    def _spent(self, state: Any) -> str:
        spent, done = self._clock() - self._began, state.global_step - self._first
        left = spent / done * (state.max_steps - state.global_step) if done else 0
        return in_words(spent) + (f", about {in_words(left)} to go" if left else "")


class Limits(TrainerCallback):
    """Ends it when the time is over, or when so many looks at the held-out pairs in a row brought no gain.

    ``why`` then says which. The looks are counted in the history, so that a run that is taken up again counts on.
    """

    def __init__(self, minutes: float | None, patience: int, clock: Clock = time.monotonic) -> None:
        self._minutes, self._patience, self._clock = minutes, patience, clock
        self._began = clock()
        self.why = "end"

    def on_step_end(self, args: Any, state: Any, control: Any, **rest: Any) -> None:
        """Ends after this step if the time is over; it is looked at and saved first."""
        if self._minutes is not None and _any(self._clock() - self._began > 60 * self._minutes, args.device):
            self.why = "time"
            control.should_training_stop = control.should_save = control.should_log = True
            control.should_evaluate = args.eval_strategy != "no"

    def on_evaluate(self, args: Any, state: Any, control: Any, **rest: Any) -> None:
        """Ends if the best look was too long ago."""
        losses = list(curve.by_step(state.log_history, "eval_loss").values())
        if len(losses) - 1 - losses.index(min(losses)) >= self._patience:
            self.why = "early"
            control.should_training_stop = True


def _any(here: bool, device: Any) -> bool:
    """Whether it holds on any of the processes, which must all stop at the same step."""
    if not (torch.distributed.is_available() and torch.distributed.is_initialized()):
        return here
    flag = torch.tensor([float(here)], device=device)
    torch.distributed.all_reduce(flag, op=torch.distributed.ReduceOp.MAX)
    return bool(flag.item())
