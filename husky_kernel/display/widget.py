"""The anywidget behind the cards. Its traits hold the whole state, so that any view, now or later, can draw it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from husky_kernel.display.assets import asset


class RunWidget(anywidget.AnyWidget):
    """State of one run.

    ``run`` and ``cards`` are changed in place: a trait that is assigned would be sent whole, with every figure, at
    every token. What is new goes out by :meth:`tell`, and the front end changes its copy in the same way.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    run = traitlets.Dict().tag(sync=True)
    cards: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(self, run: Mapping[str, Any]) -> None:
        super().__init__(_esm=asset("husky.js"), _css=asset("husky.css"), run=dict(run))
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
