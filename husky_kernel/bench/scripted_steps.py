"""A model that does steps from a file: what a run costs without one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def scripted_model(steps: int) -> Iterator[str]:
    """The name of a model that writes so many programs, one a step, and then finishes."""
    with TemporaryDirectory(prefix="husky-bench-") as folder:
        path = Path(folder) / "steps.json"
        path.write_text(json.dumps(_replies(steps)), encoding="utf-8")
        yield f"scripted:{path}"


def _replies(steps: int) -> dict[str, dict[str, str]]:
    action = {str(at): f"[code] Add the number {at} to the total." for at in range(steps)}
    program = {str(at): f"total = {at}\ntotal" for at in range(steps)}
    return {"action": action | {str(steps): "[finish] done"}, "code": program}
