"""Names of models with adapters: ``MODEL+ROLE=ADAPTER``, ``MODEL+ADAPTER`` for the role on its card, ``MODEL+bare``.

An adapter is a name of ``husky models adapters`` or a path to a folder. What is named is all there is; a plain MODEL
has the adapters that are in use for it, and ``+bare`` means none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.models.adapters import Adapter, find_adapter
from husky_kernel.models.card import ADAPTED
from husky_kernel.models.in_use import in_use

BARE = "bare"
_PLAIN = ("openai:", "scripted:")
"""Names that say what they say: a server has its own adapters, a script needs none."""


@dataclass(frozen=True, slots=True)
class AdaptedName:
    """A model's name and, by role, what its adapters were asked for by. ``bare``: none, and said so."""

    base: str
    refs: Mapping[str, str]
    bare: bool = False

    def __str__(self) -> str:
        parts = [f"{role}={ref}" for role, ref in sorted(self.refs.items())]
        return "+".join([self.base, *(parts or [BARE] * self.bare)])

    def adapters(self) -> dict[str, Adapter]:
        """The adapters themselves, by role.

        Raises
        ------
        UseError
            If one is not there.
        """
        return {role: find_adapter(ref) for role, ref in self.refs.items()}


def split_name(name: str) -> AdaptedName:
    """Take a name apart. Where it names no adapters, those in use are.

    Raises
    ------
    UseError
        If an adapter is not there, or two are for one role.
    """
    if name.startswith(_PLAIN) or Path(name).is_file():
        return AdaptedName(name, {})
    base, *parts = name.split("+")
    if not parts:
        return AdaptedName(base, in_use(base))
    if parts == [BARE]:
        return AdaptedName(base, {}, bare=bool(in_use(base)))
    refs: dict[str, str] = {}
    for part in parts:
        role, ref = _read(part)
        if role in refs:
            raise UseError(f"{name} names two adapters for {role}: {refs[role]} and {ref}")
        refs[role] = ref
    return AdaptedName(base, refs)


def full_name(name: str) -> str:
    """``name`` with the adapters that it stands for now: what traces call the model."""
    return str(split_name(name))


def _read(part: str) -> tuple[str, str]:
    role, equals, ref = part.partition("=")
    if not equals:
        return find_adapter(part).card.module, part
    if role not in ADAPTED or not ref:
        raise UseError(f"an adapter is named as ROLE=NAME with a role of {', '.join(ADAPTED)}, not {part!r}")
    return role, ref
