"""Whether JSON values have the form of a dataclass: its types are the schema, so that the two cannot drift apart."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def check(data: object, kind: Any, where: str = "") -> None:
    """Say where ``data`` is not what ``to_json`` of ``kind`` writes.

    Keys that ``kind`` does not have are ignored, those that are missing must have a default there.

    Raises
    ------
    ValueError
        With the place and what should stand there: ``steps[0].index is no int``.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return
    if is_dataclass(kind):
        _check_fields(data, kind, where)
    elif origin is tuple:
        _check_items(data, arguments, where)
    elif origin is Mapping:
        for key, item in _mapping(data, where).items():
            check(item, arguments[1], f"{where}.{key}")
    elif origin is Literal:
        if not isinstance(data, str) or data not in arguments:
            raise ValueError(f"{where} is none of {', '.join(map(str, arguments))}")
    elif origin in (Union, types.UnionType):
        _check_one_of(data, arguments, where)
    elif kind is float:
        _must(isinstance(data, int | float) and not isinstance(data, bool), where, "number")
    elif kind is int:
        _must(isinstance(data, int) and not isinstance(data, bool), where, "whole number")
    else:
        _must(isinstance(data, kind), where, "text" if kind is str else kind.__name__)


def _check_fields(data: object, kind: Any, where: str) -> None:
    values, hints = _mapping(data, where or "it"), _hints(kind)
    for one in fields(kind):
        place = f"{where}.{one.name}" if where else one.name
        if one.name in values:
            check(values[one.name], hints[one.name], place)
        elif one.default is MISSING and one.default_factory is MISSING:
            raise ValueError(f"{place} is missing")


def _check_items(data: object, kinds: tuple[Any, ...], where: str) -> None:
    if not isinstance(data, list | tuple):
        raise ValueError(f"{where} is no list")
    if kinds[1:] == (...,):
        kinds = kinds[:1] * len(data)
    _must(len(data) == len(kinds), where, f"list of {len(kinds)}")
    for number, (item, kind) in enumerate(zip(data, kinds, strict=True)):
        check(item, kind, f"{where}[{number}]")


def _mapping(data: object, where: str) -> Mapping[Any, Any]:
    if not isinstance(data, Mapping):
        raise ValueError(f"{where} is no object")
    return data


def _check_one_of(data: object, kinds: tuple[Any, ...], where: str) -> None:
    if data is None and type(None) in kinds:
        return
    for kind in (kind for kind in kinds if kind is not type(None)):
        try:
            check(data, kind, where)
            return
        except ValueError as error:
            wrong = error
    raise wrong


@cache
def _hints(kind: Any) -> dict[str, Any]:
    from husky_kernel.agent.reruns.branches import Branch  # it imports the traces that hold it

    return get_type_hints(kind, localns={"Branch": Branch})


def _must(holds: bool, where: str, wanted: str) -> None:
    if not holds:
        raise ValueError(f"{where} is no {wanted}")
