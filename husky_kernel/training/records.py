"""Reading JSON lines, gzipped or not, so that a broken line costs that line only."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, cast

from husky_kernel.agent.errors import UseError


def records(path: Path, limit: int | None = None) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    """The number of each line and its record, None for a line that is no JSON object.

    Raises
    ------
    UseError
        If the file cannot be read.
    """
    try:
        with cast(Any, gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")) as file:
            lines = (line for line in file if line.strip())
            yield from ((number, _read(line)) for number, line in enumerate(islice(lines, limit)))
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UseError(f"cannot read {path}: {reason}") from error


def _read(line: bytes) -> Mapping[str, Any] | None:
    try:
        data = json.loads(line)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
