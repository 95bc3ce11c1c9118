from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write_report(tmp_path: Path) -> Write:
    """Writes a report of (reference, prediction, correct) items."""

    def write(*items: tuple[str, str | None, bool | None]) -> Path:
        path = tmp_path / "report.json"
        found = [
            {"index": index, "question": f"Question {index}?", "answer": answer, "prediction": said, "correct": correct}
            for index, (answer, said, correct) in enumerate(items)
        ]
        path.write_text(json.dumps({"set": "huskyqa", "agent": "husky", "model": "m", "items": found}))
        return path

    return write
