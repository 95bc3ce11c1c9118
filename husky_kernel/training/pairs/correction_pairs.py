"""Corrections as training pairs: the prompt as the module would get it, and what the person wrote instead."""

from __future__ import annotations

from collections.abc import Iterator

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
from husky_kernel.training.pairs.pairs import OWN, Pair


def training_pairs(corrections: Corrections, module: str, profile: str | None = None) -> Iterator[Pair]:
    """The pairs for ``module``, laid out by ``profile`` or, if None, by the one each was written under.

    Raises
    ------
    UseError
        If there is no such profile.
    """
    for item in corrections.pairs(module):
        yield correction_pair(item, profile_for(profile or item.profile or "generic"))


def correction_pair(item: Correction, profile: Profile, weight: float = 1.0) -> Pair:
    """The pair of one correction that says what a module should have written, laid out by ``profile``."""
    request, completion = asked(item, profile)
    closing = "" if item.module == "action" else _writer(item, profile).form(_task(item), item.history).closing
    return Pair.of(
        request,
        completion,
        closing=closing,
        module=item.module,
        source="correction",
        id=item.id,
        question=item.question,
        licence=OWN,
        weight=weight,
    )


def asked(item: Correction, profile: Profile) -> tuple[Request, str]:
    """What a module would be asked where ``item`` was made, laid out by ``profile``, and what the person wrote."""
    if item.module == "action":
        written = format_action(Choice(item.tool, item.after))
        return Action(profile.prompts["action"]).choose(_task(item), item.history), written
    step = Step(item.index, item.tool, item.step)
    return _writer(item, profile).request(_task(item), item.history, step), item.after


def _task(item: Correction) -> Task:
    return Task(item.question, item.context)


def _writer(item: Correction, profile: Profile) -> Expert:
    name = item.module
    return Expert(name, profile.prompts[_section(name)], expert.block, shows_calls=name == "code")


def _section(module: str) -> str:
    """A user's own tool is prompted in the form of a query."""
    return module if module in MODULES else "query"
