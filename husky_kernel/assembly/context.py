"""What tools, corrections and the choice of a model are built from: settings and the user's folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from husky_kernel import models
from husky_kernel.assembly.sight import watcher
from husky_kernel.config import Settings, cache_dir
from husky_kernel.corrections import CorrectionLog, correction_file
from husky_kernel.tools.registry import ToolContext
from husky_kernel.tools.watching import unwatched


def tool_context(shell: Any, settings: Settings) -> ToolContext:
    """What tools are built from, for a shell whose namespace is live."""
    return ToolContext(
        shell=shell,
        index_path=search_index(),
        code_timeout=settings.code_timeout,
        output_limit=settings.output_limit,
        search_backend=settings.search_backend,
        searxng_url=settings.searxng_url,
        watch=watcher(shell.user_ns) if shell is not None else unwatched,
    )


def correction_log(settings: Settings, redact: Callable[[str], str]) -> CorrectionLog:
    """Where corrections go; ``redact`` is :meth:`Redactor.text <husky_kernel.trust.secrets.Redactor.text>`."""
    return CorrectionLog(correction_file(), redact, settings.corrections)


def search_index() -> Path:
    """Where the offline search index of this user is."""
    return cache_dir() / "search.sqlite"


def at_hand(name: str) -> bool:
    """Whether the model or team can be loaded without fetching anything. Raises UseError if there is no such one."""
    spec = models.resolve(name)
    members = spec.members.values() if isinstance(spec, models.TeamSpec) else (spec,)
    return all(models.installed(entry) for entry in spec.entries()) and all(one.kind != "openai" for one in members)


def chosen_model(settings: Settings) -> str:
    """The model the settings name, or the best one for this machine."""
    return settings.model or models.default_model(models.free_memory(), models.gpu_memory())
