"""Figures are read when they are rendered or closed, and nothing stays patched."""

from __future__ import annotations

import io
from collections.abc import Iterator

import matplotlib
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.backend_bases import FigureCanvasBase

from husky_kernel.sight import watch_figures


@pytest.fixture(autouse=True)
def _no_figures() -> Iterator[None]:
    plt.close("all")
    yield
    plt.close("all")


def test_a_figure_that_is_closed_or_emptied_was_seen() -> None:
    with watch_figures() as seen:
        plt.bar(["a"], [1])
        plt.savefig(io.BytesIO())
        plt.clf()
        plt.close()
        plt.plot([1, 2])
        plt.close("all")
        plt.figure().add_subplot().pie([1, 1])
    assert [drawn.kind for drawn in seen.drawn] == ["bar", "line", "pie"]


def test_a_figure_that_is_rendered_twice_is_told_once_as_it_is_in_the_end() -> None:
    with watch_figures() as seen:
        plt.bar(["a"], [1])
        plt.savefig(io.BytesIO())
        plt.title("later")
        plt.savefig(io.BytesIO())
    assert [drawn.title for drawn in seen.drawn] == ["later"]


def test_figures_from_before_count_only_when_rendered_again() -> None:
    old = plt.figure()
    old.add_subplot().plot([1, 2])
    with watch_figures() as seen:
        pass
    assert seen.drawn == ()
    with watch_figures() as seen:
        old.savefig(io.BytesIO())
    assert len(seen.drawn) == 1


def test_nothing_stays_patched_even_after_an_error() -> None:
    before = FigureCanvasBase.print_figure, plt.close

    def step() -> None:
        with watch_figures():
            assert (FigureCanvasBase.print_figure, plt.close) != before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        step()
    assert (FigureCanvasBase.print_figure, plt.close) == before


INLINE = """
import os, sys
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
from IPython.core.interactiveshell import InteractiveShell
from husky_kernel.sight import watch_figures
shell = InteractiveShell.instance()
code = "import matplotlib.pyplot as plt\\nplt.bar(['a', 'b'], [2, 3])\\nplt.show()"
assert "matplotlib" not in sys.modules
with watch_figures(code) as seen:
    shell.run_cell(code)
assert not sys.modules["matplotlib.pyplot"].get_fignums()
print(seen.drawn[0].text)
"""


def test_the_inline_backend_and_the_first_import_in_the_step() -> None:
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", INLINE], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip().splitlines()[-1] == "bar chart, 2 bars: a 2, b 3", done.stderr
