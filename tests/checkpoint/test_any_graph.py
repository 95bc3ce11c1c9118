"""Whatever is done to variables that share what they hold: going back, all is as it was, and so is who holds whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from husky_kernel.checkpoint import History

NAMES = ("a", "b", "c", "d")
CODE = "\n".join(NAMES)
"""What the steps name, as far as the checkpoint looks at their code."""

KINDS = ("change", "change", "change", "bind", "delete")
"""What a step does next."""

MAKERS: Sequence[Callable[[list[Any]], Any]] = (
    lambda held: list(held),
    lambda held: dict(enumerate(held)),
    lambda held: (held, tuple(held)),
    lambda held: {1, "two", 3.0},
    lambda held: np.arange(6.0).reshape(2, 3),
    lambda held: np.array([held, None, 3], dtype=object),
    lambda held: np.arange(5)[1:4],
    lambda held: pd.DataFrame({"x": [1, 2, None], "y": ["p", "q", "p"], "z": [held, 1, held]}),
    lambda held: pd.DataFrame({"x": [1.5, 2.5]}, index=pd.Index(["r", "s"], name="k")),
    lambda held: pd.Series([1, 2, 3], name="s"),
    lambda held: bytearray(b"bytes"),
)
"""Each makes an object that holds some of those made before."""


def frozen(array: np.ndarray) -> Any:
    array.flags.writeable = False
    return array


def changes(thing: Any, other: Any) -> list[Callable[[], object]]:
    """What can be done to ``thing``; ``other`` is any object of the graph."""
    match thing:
        case list():
            return [lambda: thing.append(other), thing.clear, thing.reverse, lambda: thing.insert(0, other)]
        case dict():
            return [lambda: thing.update(new=other), thing.clear, lambda: thing.pop(0, None)]
        case set():
            return [lambda: thing.add("new"), thing.clear]
        case bytearray():
            return [lambda: thing.extend(b"more"), thing.reverse]
        case np.ndarray() if thing.dtype == object:
            return [lambda: thing.__setitem__(0, other), lambda: thing.fill(0)]
        case np.ndarray():
            return [lambda: thing.__imul__(2), lambda: thing.fill(7), lambda: thing.sort(), lambda: frozen(thing)]
        case pd.DataFrame():
            return [
                lambda: thing.insert(0, "new", 5),
                lambda: thing.drop(index=thing.index[:1], inplace=True),
                lambda: thing.rename(columns={"x": "renamed"}, inplace=True),
                lambda: thing.iloc.__setitem__((slice(None), 0), 9) if thing.size else None,
                lambda: thing.dropna(inplace=True),
                lambda: thing.attrs.update(note=1),
                lambda: setattr(thing, "columns", [f"c{at}" for at in range(thing.shape[1])]),
            ]
        case pd.Series():
            return [
                lambda: thing.iloc.__setitem__(0, 9) if len(thing) else None,
                lambda: thing.rename("t", inplace=True),
            ]
    return [lambda: None]


def picture(namespace: dict[str, Any]) -> dict[object, Any]:
    """Which objects the names stand for, and what each of all that they reach holds, by identity."""
    seen: dict[object, Any] = {name: id(value) for name, value in namespace.items()}
    left = list(namespace.values())
    while left:
        thing = left.pop()
        if id(thing) not in seen:
            seen[id(thing)], children = _content(thing)
            left += children
    return seen


def _content(thing: Any) -> tuple[Any, list[Any]]:
    match thing:
        case list() | tuple():
            return list(map(id, thing)), list(thing)
        case dict():
            return [(key, id(value)) for key, value in thing.items()], list(thing.values())
        case set() | bytearray():
            return sorted(map(repr, thing)), []
        case np.ndarray() if thing.dtype == object:
            return list(map(id, thing.ravel())), list(thing.ravel())
        case np.ndarray():
            return (thing.shape, str(thing.dtype), thing.flags.writeable, thing.tolist()), []
        case pd.DataFrame():
            cells = [cell for name in thing for cell in thing[name] if isinstance(cell, list)]
            held = list(map(id, cells))
            about = (list(thing.columns), thing.index.tolist(), thing.index.names, thing.dtypes.tolist(), thing.attrs)
            flat = [repr(cell) for column in thing.to_numpy() for cell in column if not isinstance(cell, list)]
            return (repr(about), held, flat), cells
        case pd.Series():
            return (thing.name, thing.tolist(), thing.index.tolist(), str(thing.dtype)), []
    return repr(thing), []


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, Any], list[Any]]:
    """Variables, and all objects that they may reach, some of them in circles."""
    things: list[Any] = []
    for make in draw(st.lists(st.sampled_from(MAKERS), min_size=2, max_size=7)):
        held = draw(st.lists(st.sampled_from(things), max_size=3)) if things else []
        things.append(make(held))
        if isinstance(things[-1], list) and draw(st.booleans()):
            things[-1].append(draw(st.sampled_from(things)))
    return {name: draw(st.sampled_from(things)) for name in NAMES[:3]}, things


def step(draw: st.DataObject, history: History, namespace: dict[str, Any], things: list[Any]) -> int:
    """Do a few things to the objects and to the names."""
    number = history.take(namespace, CODE)
    for _ in range(draw.draw(st.integers(1, 4))):
        seen = picture(namespace)  # what nothing leads to any more, code cannot get hold of
        reached = [thing for thing in things if id(thing) in seen] or [[]]
        kind, other = draw.draw(st.sampled_from(KINDS)), draw.draw(st.sampled_from(reached))
        if kind == "bind":
            namespace[draw.draw(st.sampled_from(NAMES))] = other
        elif kind == "delete":
            namespace.pop(draw.draw(st.sampled_from(NAMES)), None)
        else:
            act = draw.draw(st.sampled_from(changes(draw.draw(st.sampled_from(reached)), other)))
            try:
                act()
            except (ValueError, TypeError, KeyError):  # the step fails: what it did before stays
                break
    history.settle(number)
    return number


@pytest.mark.filterwarnings("ignore:The inplace keyword")
@settings(max_examples=60, deadline=None)
@given(graphs(), st.data())
def test_going_back_and_on_again_is_as_if_nothing_had_been(graph: tuple[dict[str, Any], list[Any]], draw: Any) -> None:
    namespace, things = graph
    history, pictures, numbers = History(1 << 30), [picture(namespace)], []
    for _ in range(draw.draw(st.integers(1, 3))):
        numbers.append(step(draw, history, namespace, things))
        pictures.append(picture(namespace))
    for at in reversed(range(len(numbers))):
        assert history.restore(numbers[at]) == ()
        assert picture(namespace) == pictures[at]
    assert history.go(numbers[-1]) == ()
    assert picture(namespace) == pictures[-1]
