"""The Jupyter widget behind the cards. Its traits hold the whole state, so that any view, now or later, can draw it.

The state holds data only. The code comes from our own extension of JupyterLab and Notebook 7 (``widgets/lab``): a saved
notebook carries none, and none is run when one is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import traitlets

from husky_kernel.agent.errors import UseError
from husky_kernel.config import WidgetForm

MODULE = "_husky_kernel_cards"
VERSION = "1.0.0"
"""Twins of ``widgets/lab/names.js``, which says why no package can have that name."""


class RunTraits(ipywidgets.DOMWidget):  # type: ignore[misc]
    """State of one run.

    ``run`` and ``cards`` are changed in place: a trait that is assigned would be sent whole, with every figure, at
    every token. What is new goes out by :meth:`tell`, and the front end changes its copy in the same way.
    """

    run = traitlets.Dict().tag(sync=True)
    cards: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(self, run: Mapping[str, Any], **code: str) -> None:
        super().__init__(run=dict(run), **code)
        unpin(self.comm)
        silence(self.comm)

    def __repr__(self) -> str:
        """Without the question: front ends make links of texts like this one."""
        return "Husky run"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Nothing for front ends without widgets, nor for the file: both have what is displayed below the cards."""
        shown = super()._repr_mimebundle_(**options)
        if shown is not None:
            (shown[0] if isinstance(shown, tuple) else shown)["text/plain"] = ""
        return shown

    def tell(self, kind: str, **content: Any) -> None:
        """Send a message to every view."""
        self.send({"type": kind, **content})


class RunWidget(RunTraits):
    """The cards, drawn by our extension."""

    _model_module = traitlets.Unicode(MODULE).tag(sync=True)
    _model_module_version = traitlets.Unicode(VERSION).tag(sync=True)
    _model_name = traitlets.Unicode("RunModel").tag(sync=True)
    _view_module = traitlets.Unicode(MODULE).tag(sync=True)
    _view_module_version = traitlets.Unicode(VERSION).tag(sync=True)
    _view_name = traitlets.Unicode("RunView").tag(sync=True)


def run_widget(run: Mapping[str, Any], form: WidgetForm = "jupyterlab") -> RunTraits:
    """The cards in one of their forms: see :attr:`husky_kernel.config.Settings.widget`.

    Raises
    ------
    UseError
        If anywidget is asked for and not installed.
    """
    if form == "jupyterlab":
        return RunWidget(run)
    try:
        from husky_kernel.display.portable import PortableRunWidget
    except ModuleNotFoundError as error:
        raise UseError("HUSKY_WIDGET=anywidget needs a package: pip install 'husky-kernel[anywidget]'") from error
    return PortableRunWidget(run)


def unpin(comm: Any) -> None:
    """Let the front end's own subshell deliver the messages of ``comm``.

    ipykernel 7.4 sends the replies of a widget to the shell that last wrote to it. That is the main one, which does not
    listen while a cell is busy: Stop would arrive too late.
    """
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = None


def silence(comm: Any) -> None:
    """Keep the messages of ``comm`` from counting as an execution: they run no code of the user's.

    Otherwise each fires ``post_execute``, at which matplotlib shows the figures that a cell is still drawing.
    """
    if hasattr(comm, "_msg_callback"):
        comm.handle_msg = lambda message: comm._msg_callback and comm._msg_callback(message)
