"""From settings to a ready agent: files are fetched, models loaded, prompts chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from husky_kernel import models
from husky_kernel.agent.protocols import Engine
from husky_kernel.assembly.agent import Agent
from husky_kernel.assembly.context import chosen_model
from husky_kernel.assembly.engine import engine_of
from husky_kernel.assembly.profiles import profile_of
from husky_kernel.assembly.residence import residents_for
from husky_kernel.config import Settings
from husky_kernel.models import Adapter, ModelSpec, TeamSpec
from husky_kernel.modules.profile import load_profile

Report = Callable[[str, float | None], None]
"""Told what is being done and, where known, which fraction of it is."""


def load_agent(name: str | None, settings: Settings, report: Report, lanes: int = 1) -> Agent:
    """Fetch what is missing and load the model or team ``name``, the settings' own if None. Blocks.

    ``lanes``: so many runs may go on side by side.

    Raises
    ------
    UseError
        If there is no such model, or its files are large, missing, and nobody allowed to fetch them.
    ModelError
        If the files cannot be fetched or are not what they should be.
    EngineError
        If the model cannot be loaded.
    """
    wanted = name or chosen_model(settings)
    spec = models.resolve(wanted)
    for entry in spec.entries():
        _fetch(entry, settings, report)
    members = spec.members if isinstance(spec, TeamSpec) else {"action": spec}
    adapters = _adapters(members)
    engines: dict[str, Engine] = {}
    residents = residents_for(members.values(), settings)
    for member in members.values():
        if member.name not in engines:
            report(f"Loading {member.name} …", None)
            engines[member.name] = engine_of(member, adapters.get(member.name, {}), settings, lanes, residents)
    roles = {role: engines[member.name] for role, member in members.items()}
    profiles = {role: profile_of(member, settings) for role, member in members.items()}
    for role, adapter in (item for laid in adapters.values() for item in laid.items()):
        if adapter.profile is not None:
            profiles[role] = load_profile(str(adapter.profile))
    return Agent(spec.title, roles, profiles)


def _adapters(members: Mapping[str, ModelSpec]) -> dict[str, dict[str, Adapter]]:
    """By the name of the model, and by role: one model with adapters plays several members of a team."""
    found: dict[str, dict[str, Adapter]] = {}
    for member in members.values():
        found.setdefault(member.name, {}).update(member.adapters)
    return found


def _fetch(entry: models.ModelEntry, settings: Settings, report: Report) -> None:
    if models.installed(entry):
        return

    def progress(what: str, done: int, total: int) -> None:
        report(what, done / total if total else None)

    report(f"Fetching {entry.name} …", 0.0)
    models.pull(entry, progress=progress, yes=settings.download_without_asking)
