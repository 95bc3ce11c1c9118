"""All sources of human annotation, and which one a file belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.training.converters.source import Source

NAMES = (
    "gsm8k",
    "svamp",
    "aqua",
    "mathqa",
    "gdm",
    "math",
    "tabmwp",
    "finqa",
    "tatqa",
    "strategyqa",
    "musique",
    "two_wiki",
    "hotpot",
    "wikisql",
)
"""The converters, by the names of their files."""

ALL = "all"

UNANNOTATED: Mapping[str, str] = {
    "wtq_training*": "questions and answers without programs",
    "math_train_answers*": "problems and answers without solutions",
    "hotpot_dev*": "questions and answers without facts",
    "musique_qa_only*": "questions and answers without facts",
    "hybridqa*": "cells that hold the answer, without the tables",
    "break_*": "steps without answers",
    "mbpp*": "functions to write, no questions to answer",
}
"""Files that only a teacher can make trajectories of, and why."""


def source(name: str) -> Source:
    """The converter called ``name``; UseError if there is none."""
    if name not in NAMES:
        raise UseError(f"there is no converter {name!r}: choose from {', '.join(NAMES)}, or all with a folder")
    found: Source = import_module(f"{__package__}.{name}").SOURCE
    return found


def plan(names: Iterable[str], data: Iterable[Path]) -> list[tuple[Source, Path]]:
    """Which converter reads which file. ``all`` takes each file of a folder that a converter knows by its name.

    Raises
    ------
    UseError
        If names and files do not go together, or a folder has no file that is known.
    """
    names, data = list(names), list(data)
    if names == [ALL]:
        pairs = [(one, file) for one in map(source, NAMES) for folder in data for file in _files(one, folder)]
        if not pairs:
            raise UseError(
                f"no converter knows a file in {', '.join(map(str, data)) or 'no folder'}: name one by --from"
            )
        return pairs
    if len(names) != len(data):
        raise UseError("give one --data for each --from, or --from all with a folder")
    return [(source(name), file) for name, file in zip(names, data, strict=True)]


def _files(one: Source, folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UseError(f"{folder} is no folder: --from all takes a folder, or name the converter by --from")
    return sorted(file for file in folder.iterdir() if any(fnmatch(file.name, pattern) for pattern in one.files))


def unannotated(folder: Path) -> dict[str, str]:
    """Files of ``folder`` that only a teacher can use, and why."""
    files = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
    return {name: why for name in files for pattern, why in UNANNOTATED.items() if fnmatch(name, pattern)}
