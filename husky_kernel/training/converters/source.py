"""What a converter is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from husky_kernel.training.trajectories import Draft, Style

Frames = Callable[[int, Mapping[str, Any]], Sequence[Mapping[str, Any]]]
"""The namespaces for a record about a table whose rows are not given, several fills; None where it cannot be filled."""

Describe = Callable[[str, Mapping[str, Any]], str]
"""What the models are told of a namespace, for a question."""


@dataclass(frozen=True, slots=True)
class How:
    """How a record is converted: its number in the file, the style, and what other rooms lend."""

    index: int = 0
    style: Style = "whole"
    frames: Frames | None = None
    describe: Describe | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A data set with human annotation: name, licence of the data, patterns of its files' names, its converter.

    ``convert`` raises :class:`~husky_kernel.training.trajectories.Unfit` for a record that gives no trajectory, and
    ValueError, KeyError or TypeError for one that is no record of the set.
    """

    name: str
    licence: str
    files: tuple[str, ...]
    convert: Callable[[Mapping[str, Any], How], Draft]
