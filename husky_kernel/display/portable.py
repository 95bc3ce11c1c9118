"""The cards for front ends that cannot have our extension, such as VS Code and Colab: their code goes with each run.

It makes a notebook that is saved with its widgets about 470 KB larger a cell, so it is used only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from husky_kernel.display.assets import asset
from husky_kernel.display.widget import RunTraits


class PortableRunWidget(RunTraits, anywidget.AnyWidget):
    """The cards as an anywidget."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    def __init__(self, run: Mapping[str, Any]) -> None:
        super().__init__(run, _esm=asset("husky.js"), _css=asset("husky.css"))
