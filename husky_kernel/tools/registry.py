"""Which tools there are: the shipped ones and a user's own, by entry point or :func:`register`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import FINISH
from husky_kernel.agent.protocols import Tool
from husky_kernel.tools.watching import Watch, unwatched

GROUP = "husky_kernel.tools"
OURS = "husky-kernel"
"""The package that ships the tools."""

SHIPPED = ("code", "math", "search", "commonsense")
"""Those that nobody may replace; ``sql`` may be, by who has a better way to ask their database."""

_registered: dict[str, Tool] = {}


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool may need to be built: the IPython shell whose namespace is live, and the settings that concern it.

    ``code_timeout`` is in seconds, ``output_limit`` in characters; ``watch`` looks at programs while they run.
    """

    shell: Any
    index_path: Path
    code_timeout: float = 120.0
    output_limit: int = 20_000
    search_backend: str = "offline"
    searxng_url: str | None = None
    watch: Watch = unwatched


def register(tool: Tool) -> None:
    """Offer ``tool`` to every later run in this process; a tool of the same name is replaced.

    Raises
    ------
    UseError
        If the name is not one lower-case word, is a shipped tool's, or something of a tool is missing.
    """
    name = getattr(tool, "name", None)
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UseError(f"a tool's name is one lower-case word, not {name!r}")
    if name in (*SHIPPED, FINISH):
        raise UseError(f"the tool name {name!r} is taken: choose another")
    missing = [part for part in _parts() if not hasattr(tool, part)]
    if missing:
        raise UseError(f"the tool {name!r} lacks {', '.join(missing)}: see examples/add_a_tool.ipynb")
    _registered[name] = tool


def load_tools(context: ToolContext) -> Mapping[str, Tool]:
    """All tools by name, the shipped ones first and in their fixed order.

    Raises
    ------
    UseError
        If a tool that a package offers cannot be loaded, or has the name of another one; the line names the package.
    """
    tools: dict[str, Tool] = {}
    owners: dict[str, str] = {}
    for entry in entry_points(group=GROUP):
        owner = entry.dist.name if entry.dist else "an installed package"
        if entry.name in owners or (entry.name in (*SHIPPED, FINISH) and owner != OURS):
            other = owners.get(entry.name, OURS)
            raise UseError(f"{owner} offers a tool {entry.name!r}, which {other} has already: uninstall one of them")
        owners[entry.name] = owner
        try:
            tools[entry.name] = _build(entry.load(), context)
        except Exception as error:
            raise UseError(f"the tool {entry.name!r} of {owner} does not load: {error}") from error
    ordered = {name: tools[name] for name in SHIPPED if name in tools}
    return {name: tool for name, tool in {**ordered, **tools, **_registered}.items() if _is_wanted(tool)}


def _is_wanted(tool: Tool) -> bool:
    """Whether a tool that is not for every notebook has anything to do in this one."""
    return not hasattr(tool, "wanted") or bool(tool.wanted())


def _build(found: Any, context: ToolContext) -> Tool:
    """Entry points name a tool object, or something to call with the context or with nothing."""
    if not callable(found):
        return cast(Tool, found)
    maker = cast(Callable[..., Tool], found)
    return maker(context) if inspect.signature(maker).parameters else maker()


def _parts() -> tuple[str, ...]:
    return ("name", "description", "executes", "instructions", "examples", "action_examples", "run")
