"""Figures in a shell without Jupyter's inline backend, where nothing would show or free them."""

from __future__ import annotations

import io
import sys
from typing import Any

SHOW_WARNING = "FigureCanvasAgg is non-interactive, and thus cannot be shown"


def open_figures() -> frozenset[int]:
    """Numbers of the figures that are open, empty where figures are shown by somebody else."""
    pyplot = _headless_pyplot()
    return frozenset(pyplot.get_fignums()) if pyplot else frozenset()


def draw_new(shell: Any, known: frozenset[int]) -> None:
    """Publish and close the figures that are not ``known``."""
    pyplot = _headless_pyplot()
    for number in [number for number in (pyplot.get_fignums() if pyplot else ()) if number not in known]:
        figure, image = pyplot.figure(number), io.BytesIO()
        figure.savefig(image, format="png", bbox_inches="tight")
        shell.display_pub.publish({"image/png": image.getvalue(), "text/plain": str(figure)}, {})
        pyplot.close(figure)


def _headless_pyplot() -> Any:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return pyplot if pyplot is not None and str(pyplot.get_backend()).lower() == "agg" else None
