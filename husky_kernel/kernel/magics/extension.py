"""``%load_ext husky_kernel`` and ``%unload_ext husky_kernel``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.kernel.magics.magic import HuskyMagics
from husky_kernel.kernel.magics.transformer import to_await


def load(shell: Any) -> None:
    """Add the magics. In a kernel ``%%husky`` cells are awaited; in a terminal they block. Twice does nothing.

    It returns soon: what takes long is imported and loaded in the background, after a head start in a kernel.
    """
    if hasattr(shell, "husky"):
        return
    magics = HuskyMagics(shell)
    shell.husky = magics
    shell.register_magic_function(magics.line, "line", "husky")
    shell.register_magic_function(magics.cell_blocking, "cell", "husky")
    if hasattr(shell, "kernel") and shell.autoawait:
        shell.input_transformers_cleanup.insert(0, to_await)
    shell.Completer.custom_matchers.append(_matcher(shell))
    if hasattr(shell, "kernel"):
        shell.kernel.comm_manager.register_target(REVIVAL, _reviver(magics, shell))
    magics.preload()


def _matcher(shell: Any) -> Any:
    """Offers what fits a question, and imports what that takes when somebody asks first."""
    from IPython.core.completer import context_matcher

    @context_matcher(identifier=COMPLETION)  # type: ignore[untyped-decorator]
    def offered(context: Any) -> Any:
        if "%husky" not in context.full_text:
            return {"completions": []}
        from husky_kernel.kernel.magics.completion import completed

        return completed(context, shell.user_ns)

    return offered


COMPLETION = "husky_kernel.completion"

REVIVAL = "husky.revival"
"""The comm by which a saved run is asked for; the twin of ``widgets/lab/saved.js``."""


def _reviver(magics: HuskyMagics, shell: Any) -> Callable[[Any, Any], None]:
    """Answers such a comm on the main thread: its message may come on another one, of a subshell."""

    def asked(comm: Any, message: Any) -> None:
        from husky_kernel.kernel.saved.revival import revive

        shell.kernel.io_loop.add_callback(revive, lambda: magics.session, comm, message)

    return asked


def unload(shell: Any) -> None:
    """Take the magics away and free the models.

    Raises
    ------
    UseError
        If a step asks for it: its run needs them.
    """
    from husky_kernel.tools.output.capture import inside_captured_code

    if inside_captured_code():
        raise UseError("a step cannot unload husky")
    magics = shell.__dict__.pop("husky", None)
    if magics is None:
        return
    magics.close()
    if hasattr(shell, "kernel"):
        shell.kernel.comm_manager.targets.pop(REVIVAL, None)
    if to_await in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(to_await)
    matchers = shell.Completer.custom_matchers
    matchers[:] = [one for one in matchers if getattr(one, "matcher_identifier", "") != COMPLETION]
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("husky", None)
