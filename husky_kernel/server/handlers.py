"""What the server answers. Every address wants the server's own token or login."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import ensure_async
from tornado.web import HTTPError, authenticated

from husky_kernel import __version__, models
from husky_kernel.agent.errors import HuskyError

KERNEL = "husky"


class StatusHandler(APIHandler):
    """``GET /husky/status``: version, installed models, running kernels of ours and in all."""

    auth_resource = "kernels"

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with JSON, or 500 with the reason if the user's own catalogue cannot be read."""
        try:
            found = await asyncio.to_thread(installed_models)  # looks at files
        except HuskyError as error:
            raise HTTPError(500, str(error)) from error
        manager: Any = self.kernel_manager
        kernels: list[dict[str, Any]] = await ensure_async(manager.list_kernels())
        ours = sum(kernel["name"] == KERNEL for kernel in kernels)
        self.finish({"version": __version__, "models": found, "kernels": {"husky": ours, "all": len(kernels)}})


def installed_models() -> list[str]:
    """Names of the catalogue's models whose files are on this machine."""
    return [name for name, entry in models.load_catalogue().models.items() if models.installed(entry)]
