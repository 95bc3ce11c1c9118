"""Which notebook file this kernel belongs to. A kernel is not told for sure, so several are asked."""

from __future__ import annotations

import json
import os
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError

PATIENCE = 3.0
"""Seconds that one server may take to answer."""


def notebook_file(shell: Any) -> Path:
    """The notebook that ``HUSKY_NOTEBOOK`` names, else the one whose kernel this is.

    jupyter-server names it in ``JPY_SESSION_NAME`` when it starts a kernel, VS Code in a variable. Where it was renamed
    since, the sessions of the running servers are asked.

    Raises
    ------
    UseError
        If none is found.
    """
    if named := os.environ.get("HUSKY_NOTEBOOK"):
        return Path(named).expanduser().absolute()
    told = (os.environ.get("JPY_SESSION_NAME"), shell.user_ns.get("__vsc_ipynb_file__"))
    for path in (Path(name).absolute() for name in told if isinstance(name, str) and name.endswith(".ipynb")):
        if path.is_file():
            return path
    if found := next(_from_servers(_kernel_id()), None):
        return found
    raise UseError("which notebook this is cannot be told: save it, and set HUSKY_NOTEBOOK to its file if need be")


def _kernel_id() -> str | None:
    from ipykernel.connect import get_connection_file

    try:
        match = re.fullmatch(r"kernel-(.+)\.json", Path(get_connection_file()).name)
    except RuntimeError:  # a shell without a kernel
        return None
    return match.group(1) if match else None


def _from_servers(kernel: str | None) -> Iterator[Path]:
    """The file of the session with this kernel, of every server of this user that runs here and answers."""
    from jupyter_core.paths import jupyter_runtime_dir

    for info in sorted(Path(jupyter_runtime_dir()).glob("jpserver-*.json")) if kernel else ():
        try:
            server = json.loads(info.read_text(encoding="utf-8"))
            sessions = _sessions(server["url"], server.get("token", ""))
            paths = [session["path"] for session in sessions if session["kernel"]["id"] == kernel]
            yield from (path for name in paths if (path := Path(server["root_dir"], name)).is_file())
        except (OSError, ValueError, KeyError, TypeError):  # gone, or not one that lets itself be asked
            continue


def _sessions(url: str, token: str) -> Any:
    headers = {"Authorization": f"token {token}"} if token else {}
    request = urllib.request.Request(f"{url}api/sessions", headers=headers)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # it runs on this machine
    with direct.open(request, timeout=PATIENCE) as reply:
        return json.load(reply)
