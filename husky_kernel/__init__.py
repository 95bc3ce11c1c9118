"""Husky: a Jupyter kernel and ``%%husky`` magic that solve a task step by step, visibly and correctably.

The system of the Husky article (arXiv 2406.06469) in a live notebook. Importing this package loads neither torch
nor transformers nor IPython; everything heavy is loaded where it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from husky_kernel import tidy as tidy
    from husky_kernel.files import read as read
    from husky_kernel.kernel.ask import ask as ask

__version__ = "0.2.0"

__all__ = ["__version__", "ask", "load_ipython_extension", "read", "register_tool", "tidy", "unload_ipython_extension"]


def __getattr__(name: str) -> Any:
    """Load what users import from here when it is first used: :mod:`husky_kernel.tidy`, ``read`` and ``ask``."""
    import importlib

    if name == "tidy":
        return importlib.import_module(f"{__name__}.{name}")
    if name == "read":
        return importlib.import_module(f"{__name__}.files").read
    if name == "ask":
        return importlib.import_module(f"{__name__}.kernel.ask").ask
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Hook of ``%load_ext husky_kernel``: add ``%%husky`` and ``%husky`` to a shell."""
    from husky_kernel.kernel.magics.extension import load

    load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Hook of ``%unload_ext husky_kernel``: take the magics away and free the models."""
    from husky_kernel.kernel.magics.extension import unload

    unload(shell)


def register_tool(tool: Any) -> None:
    """Offer ``tool`` (a :class:`husky_kernel.agent.protocols.Tool`) to every later run in this process.

    Raises
    ------
    husky_kernel.agent.errors.UseError
        If the tool's name is not one lower-case word or is already taken by a shipped tool.
    """
    from husky_kernel.tools.registry import register

    register(tool)


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from husky_kernel.server import extension_points

    return extension_points()
