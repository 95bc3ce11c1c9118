"""A notebook of questions with the checks of their answers, as it stands in a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from husky_kernel.agent.errors import UseError

Read = TypeVar("Read")

TOLERANCE = 1e-6
"""Of a case that names none."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question. ``cell`` is a cell of the user's that runs before; ``also`` names variables that the check reads.

    ``check`` is an expression over what :func:`~husky_kernel.eval.analyst.checks.environment` gives; where it is empty
    the turn is played and not counted. ``true`` is an expression that gives what a right answer puts there, for tests.
    """

    ask: str
    check: str = ""
    also: tuple[str, ...] = ()
    cell: str = ""
    true: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """``setup`` runs in the kernel and in the parent, ``truth`` in the parent alone.

    ``files`` are CSV files by the name of their table: such a session is one question of ``husky run``.
    """

    id: str
    setup: str
    turns: tuple[Turn, ...]
    truth: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Session:
        """A session of a file; code may be a text or a list of lines."""
        turns = tuple(
            Turn(
                str(turn["ask"]),
                str(turn["check"]),
                tuple(turn.get("also", ())),
                _code(turn.get("cell", "")),
                str(turn.get("true", "")),
            )
            for turn in data["turns"]
        )
        return cls(str(data["id"]), _code(data["setup"]), turns, _code(data.get("truth", "")))

    @classmethod
    def from_case(cls, data: Mapping[str, Any], home: Path) -> Session:
        """A single question on a ``setup`` or on ``csv`` files of ``home``, with its ``answer``.

        Of several ``questions`` in a row the last is counted.
        """
        *before, last = map(str, data.get("questions") or [data["question"]])
        want = data["answer"]
        if isinstance(want, int | float):
            call = f"num({{}}, {want!r}, {float(data.get('tolerance', TOLERANCE))!r})"
        else:
            call = f"says({{}}, {str(want)!r})"
        turns = (*map(Turn, before), Turn(last, f"{call.format('v')} or {call.format('text')}"))
        files = {name: home / Path(file).name for name, file in data.get("csv", {}).items()}
        return cls(str(data["id"]), _code(data.get("setup", "")), turns, files=files)


def read_sessions(folder: Path) -> list[Session]:
    """The sessions of a folder's JSON files, by their names.

    Raises
    ------
    UseError
        If there is none, or a file is no session.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UseError(f"there is no session in {folder}: it should hold files NAME.json")
    return [_read(file, _session) for file in files]


def read_cases(path: Path) -> list[Session]:
    """The cases of a file, one a line; their files lie in ``files`` beside it.

    Raises
    ------
    UseError
        If it cannot be read, or a line is no case.
    """
    home = path.parent / "files"
    return _read(path, lambda text: [Session.from_case(json.loads(line), home) for line in text.splitlines() if line])


def _session(text: str) -> Session:
    return Session.from_json(json.loads(text))


def _read(path: Path, form: Callable[[str], Read]) -> Read:
    try:
        return form(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UseError(f"{path} is not in the form of docs/evaluation.md: {error!r}") from error


def _code(lines: str | Iterable[str]) -> str:
    return lines if isinstance(lines, str) else "\n".join(lines)
