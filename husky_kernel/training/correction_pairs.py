"""Corrections as training pairs: the prompt as the module would get it, and what the person wrote instead.

One JSON object a line: ``messages`` (chat turns in the layout of the profile), ``completion``, ``module``, ``source``,
``id``. Where the profile forces how a reply begins or ends, ``prefill`` and ``closing`` hold that: the assistant's
whole turn is ``prefill + completion + closing``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from husky_kernel.agent.grammar import format_action
from husky_kernel.agent.protocols import Request
from husky_kernel.agent.types import Action as Choice
from husky_kernel.agent.types import Step, Task
from husky_kernel.assembly import profile_for
from husky_kernel.corrections import Correction, Corrections
from husky_kernel.modules import expert
from husky_kernel.modules.action import Action
from husky_kernel.modules.expert import Expert
from husky_kernel.modules.profile import MODULES, Profile


def training_pairs(corrections: Corrections, module: str, profile: str | None = None) -> Iterator[dict[str, Any]]:
    """The pairs for ``module``, laid out by ``profile`` or, if None, by the one each was written under.

    Raises
    ------
    UseError
        If there is no such profile.
    """
    for item in corrections.pairs(module):
        prompts = profile_for(profile or item.profile or "generic")
        request, completion = asked(item, prompts)
        closing = "" if module == "action" else prompts.prompts[_section(module)].closing
        forced = {"prefill": request.prefill, "closing": closing}
        yield {
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "completion": completion,
            "module": module,
            "source": "correction",
            "id": item.id,
            **{key: value for key, value in forced.items() if value},
        }


def asked(item: Correction, profile: Profile) -> tuple[Request, str]:
    """What a module would be asked where ``item`` was made, laid out by ``profile``, and what the person wrote."""
    return (_step if item.module == "action" else _call)(item, profile)


def _task(item: Correction) -> Task:
    return Task(item.question, item.context)


def _step(item: Correction, profile: Profile) -> tuple[Request, str]:
    action = Action(profile.prompts["action"])
    return action.choose(_task(item), item.history), format_action(Choice(item.tool, item.after))


def _call(item: Correction, profile: Profile) -> tuple[Request, str]:
    name = item.module
    writer = Expert(name, profile.prompts[_section(name)], expert.block, shows_calls=name == "code")
    return writer.request(_task(item), item.history, Step(item.index, item.tool, item.step)), item.after


def _section(module: str) -> str:
    """A user's own tool is prompted in the form of a query."""
    return module if module in MODULES else "query"
