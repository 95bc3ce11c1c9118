"""The questions of a file: JSON lines, or plain ones."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError

STDIN = "-"


def read_questions(source: str) -> list[str]:
    """The questions in the file ``source``, or of standard input. Blank lines are left out.

    Where the first line is a JSON object, all are, and their ``question`` is taken; else each line is a question.

    Raises
    ------
    UseError
        If the file cannot be read, holds no question, or a line of JSON has none.
    """
    lines = [(number, line.strip()) for number, line in enumerate(_text(source).splitlines(), 1) if line.strip()]
    if not lines:
        raise UseError(f"{_called(source)} holds no question: write one a line")
    if not isinstance(_parsed(lines[0][1]), dict):
        return [line for _, line in lines]
    return [_question(line, f"{_called(source)}, line {number}") for number, line in lines]


def _question(line: str, where: str) -> str:
    found = _parsed(line)
    question = found.get("question") if isinstance(found, dict) else None
    if not isinstance(question, str) or not question.strip():
        raise UseError(f'{where} is no object with a question: {{"question": "…"}}')
    return question.strip()


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _text(source: str) -> str:
    try:
        data = sys.stdin.buffer.read() if source == STDIN else Path(source).expanduser().read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UseError(f"cannot read the questions in {_called(source)}: {error}") from error


def _called(source: str) -> str:
    return "standard input" if source == STDIN else source
