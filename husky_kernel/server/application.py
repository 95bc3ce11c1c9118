"""The server extension as the Jupyter server sees it."""

from __future__ import annotations

from jupyter_server.extension.application import ExtensionApp

from husky_kernel.server.handlers import StatusHandler


class HuskyServer(ExtensionApp):
    """Adds the addresses below ``/husky`` to a Jupyter server."""

    name = "husky_kernel"
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        """Add what we answer; the server puts its own base address before it."""
        self.handlers.append(("/husky/status", StatusHandler))
