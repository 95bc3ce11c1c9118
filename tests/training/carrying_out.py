"""Type of this folder's fixture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from husky_kernel.training.trajectories import Trajectory

CarryOut = Callable[..., Trajectory]
"""``carry_out(source name, record, **how)``: the trajectory, or Unfit."""

Record = dict[str, Any]
