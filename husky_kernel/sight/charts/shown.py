"""Reads figures of matplotlib when they are rendered or closed: the inline backend closes them after a step."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from husky_kernel.sight.charts.drawn import Drawn
from husky_kernel.sight.charts.figures import read_figure

_SPEAKS_OF_CHARTS = ("matplotlib", "plot", "hist(", "seaborn")


class Shown:
    """The figures that a step drew, each as it was when it was last rendered."""

    def __init__(self) -> None:
        self._figures: list[tuple[weakref.ref[Any], Drawn]] = []

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """In the order in which they were first seen."""
        return tuple(drawn for _, drawn in self._figures)

    def read(self, figure: Any) -> None:
        """Read ``figure``, again if it was read before; what was emptied meanwhile stays as it was. Never raises."""
        try:
            now = read_figure(figure)
            for place, (known, before) in enumerate(self._figures):
                if known() is figure:
                    if now.kind != "empty" or before.kind == "empty":
                        self._figures[place] = known, now
                    return
            self._figures.append((weakref.ref(figure), now))
        except Exception:  # reading is for the reader's good, and a step does not fail by it
            return


@contextmanager
def watch_figures(program: str = "") -> Iterator[Shown]:
    """Read the figures that are rendered, closed or left open inside the block; ``program`` is what runs in it.

    Where ``program`` speaks of charts matplotlib is imported first, as it will be anyway, so that it can be watched.
    Figures that are open already are read only if they are rendered again.
    """
    shown = Shown()
    if any(word in program for word in _SPEAKS_OF_CHARTS):
        with suppress(Exception):  # it may not be installed
            import_module("matplotlib.pyplot")
    base: Any = sys.modules.get("matplotlib.backend_bases")
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if base is None or pyplot is None:
        yield shown
        return
    known, canvas = set(pyplot.get_fignums()), base.FigureCanvasBase
    print_figure, close = canvas.print_figure, pyplot.close
    canvas.print_figure, pyplot.close = _printing(print_figure, shown), _closing(close, shown, known)
    try:
        yield shown
    finally:
        canvas.print_figure, pyplot.close = print_figure, close
        _read_new(shown, known)


def _printing(original: Callable[..., Any], shown: Shown) -> Callable[..., Any]:
    def print_figure(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        shown.read(self.figure)
        return result

    return print_figure


def _closing(original: Callable[..., Any], shown: Shown, known: set[int]) -> Callable[..., Any]:
    def close(*args: Any, **kwargs: Any) -> Any:
        _read_new(shown, known)
        return original(*args, **kwargs)

    return close


def _read_new(shown: Shown, known: set[int]) -> None:
    """Read the open figures that are not ``known``."""
    pyplot: Any = sys.modules["matplotlib.pyplot"]
    with suppress(Exception):
        for manager in pyplot._pylab_helpers.Gcf.get_all_fig_managers():
            if manager.num not in known:
                shown.read(manager.canvas.figure)
