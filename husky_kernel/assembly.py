"""The one file that names concrete classes: settings to a ready agent. Floor 3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from husky_kernel import models
from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.agent.policy import Policy
from husky_kernel.agent.protocols import Engine, Tool
from husky_kernel.agent.team import Team
from husky_kernel.config import Settings, cache_dir, config_dir
from husky_kernel.corrections import CorrectionLog, correction_file
from husky_kernel.models import Adapter, ModelSpec, TeamSpec
from husky_kernel.models.adapters import CONVERTED
from husky_kernel.models.checked import sha256_of
from husky_kernel.models.gguf import read_header
from husky_kernel.models.progress import silent
from husky_kernel.modules import expert
from husky_kernel.modules.action import Action
from husky_kernel.modules.doubts import doubt
from husky_kernel.modules.expert import Expert
from husky_kernel.modules.profile import Profile, Prompt, load_profile
from husky_kernel.modules.rewrite import OutputRewriter
from husky_kernel.tools.registry import ToolContext

Report = Callable[[str, float | None], None]
"""Told what is being done and, where known, which fraction of it is."""

_EXPERTS = {"code": ("code", expert.block), "math": ("math", expert.paragraph), "search": ("query", expert.line)}


@dataclass(frozen=True, slots=True)
class Agent:
    """Loaded models with their profiles, ready to make teams. ``roles`` maps each role to its engine."""

    name: str
    roles: Mapping[str, Engine]
    profiles: Mapping[str, Profile]

    def engine(self, role: str) -> Engine:
        """The engine of ``role``; the action generator's serves every role that has none of its own."""
        return self.roles.get(role, self.roles["action"])

    def prompt(self, role: str) -> Prompt:
        """The prompt of ``role`` in the profile of the model that serves it."""
        return self.profiles.get(role, self.profiles["action"]).prompts[role]

    def team(self, tools: Mapping[str, Tool]) -> Team:
        """Modules for ``tools``, prompted for the models that serve them."""
        experts = {name: self._expert(tool) for name, tool in tools.items()}
        return Team(
            name=self.name,
            action=Action.for_tools(self.prompt("action"), tools),
            experts=experts,
            rewriter=OutputRewriter(self.prompt("rewrite")),
            tools=tools,
            policy=self.profiles["action"].policy,
        )

    def close(self) -> None:
        """Free every model."""
        for engine in set(self.roles.values()):
            engine.close()

    def _expert(self, tool: Tool) -> Expert:
        if tool.name == "commonsense":
            return Expert("commonsense", self.prompt("commonsense"), expert.line)
        if tool.name in _EXPERTS:
            role, read = _EXPERTS[tool.name]
            is_code = tool.name == "code"
            return Expert(role, self.prompt(role), read, shows_calls=is_code, check=doubt if is_code else None)
        return expert.for_tool(tool, self.prompt("query"))


def tool_context(shell: Any, settings: Settings) -> ToolContext:
    """What tools are built from, for a shell whose namespace is live."""
    return ToolContext(
        shell=shell,
        index_path=search_index(),
        code_timeout=settings.code_timeout,
        output_limit=settings.output_limit,
        search_backend=settings.search_backend,
        searxng_url=settings.searxng_url,
    )


def correction_log(settings: Settings, redact: Callable[[str], str]) -> CorrectionLog:
    """Where corrections go; ``redact`` is :meth:`Redactor.text <husky_kernel.trust.secrets.Redactor.text>`."""
    return CorrectionLog(correction_file(), redact, settings.corrections)


def search_index() -> Path:
    """Where the offline search index of this user is."""
    return cache_dir() / "search.sqlite"


def chosen_model(settings: Settings) -> str:
    """The model the settings name, or the best one for this machine."""
    return settings.model or models.default_model(models.free_memory(), models.gpu_memory())


def load_agent(name: str | None, settings: Settings, report: Report) -> Agent:
    """Fetch what is missing and load the model or team ``name``, the settings' own if None. Blocks.

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
    for member in members.values():
        if member.name not in engines:
            report(f"Loading {member.name} …", None)
            engines[member.name] = _engine(member, adapters.get(member.name, {}), settings)
    roles = {role: engines[member.name] for role, member in members.items()}
    profiles = {role: _profile(member) for role, member in members.items()}
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


def _profile(spec: ModelSpec) -> Profile:
    """A script is taken at its word: no corrections to what it chooses."""
    profile = profile_for(spec.family)
    return replace(profile, policy=Policy()) if spec.kind == "scripted" else profile


def profile_for(family: str) -> Profile:
    """The prompts of a model family: a file of the user's own first, else a shipped one.

    Raises
    ------
    UseError
        If there is none.
    """
    own = config_dir() / "profiles" / f"{family}.toml"
    return load_profile(str(own)) if own.is_file() else load_profile(_SAME.get(family, family))


_SAME = {"generic": "qwen"}
"""Families without prompts of their own, and whose they use."""

LONGEST = 8192
"""Tokens of context an embedded engine makes room for; more costs memory that short runs never use."""


def _fetch(entry: models.ModelEntry, settings: Settings, report: Report) -> None:
    if models.installed(entry):
        return

    def progress(what: str, done: int, total: int) -> None:
        report(what, done / total if total else None)

    report(f"Fetching {entry.name} …", 0.0)
    models.pull(entry, progress=progress, yes=settings.download_without_asking)


def _engine(spec: ModelSpec, adapters: Mapping[str, Adapter], settings: Settings) -> Engine:
    match spec.kind:
        case "scripted":
            from husky_kernel.engines.scripted import ScriptedEngine

            return ScriptedEngine(_there(spec.path))
        case "openai":
            from husky_kernel.engines.openai import OpenAIEngine

            return OpenAIEngine(spec.base_url, spec.model, spec.name)
        case "gguf":
            return _llamacpp(_there(spec.path), spec, adapters, settings)
    entry = spec.entry
    if entry is None:
        raise EngineError(f"the model {spec.name} has no files")
    place = models.path(entry)
    if entry.engine == "llamacpp":
        return _llamacpp(place, spec, adapters, settings)
    from husky_kernel.engines.transformers import TransformersEngine

    length = min(spec.context_length, LONGEST) or None
    engine = TransformersEngine(place, spec.name, cache_dir(), spec.template, length)
    for role, adapter in adapters.items():
        engine.load_adapter(role, adapter.folder)
        engine.use_adapter(role, role)
    return engine


def _llamacpp(path: Path, spec: ModelSpec, adapters: Mapping[str, Adapter], settings: Settings) -> Engine:
    from husky_kernel.engines.llamacpp import LlamaCppEngine

    length = min(spec.context_length or LONGEST, LONGEST)
    if adapters and spec.entry is None:  # a file of no catalogue: only its checksum tells
        checksum = sha256_of(path, silent, spec.name)
        for adapter in adapters.values():
            adapter.check(adapter.card.base, checksum)
    files = {role: _converted(adapter, path) for role, adapter in adapters.items()}
    return LlamaCppEngine(path, spec.name, spec.template or "plain", settings.threads, length, files)


def _converted(adapter: Adapter, base: Path) -> Path:
    """The adapter's file for llama.cpp, made if it is not there: an adapter may be used from where it was trained."""
    if not adapter.converted.is_file():
        convert(adapter.folder, base)
    return adapter.converted


def convert(folder: Path, base: Path) -> None:
    """Write the adapter in ``folder`` for llama.cpp, for the GGUF file ``base``; one that is written already stays.

    Raises
    ------
    EngineError
        If it is no LoRA that llama.cpp can take.
    """
    from husky_kernel.engines.lora_conversion import Shape, convert_lora

    if not (folder / CONVERTED).is_file():
        header = read_header(base)
        convert_lora(folder, Shape(header.architecture, header.heads, header.key_heads))


def _there(path: Path | None) -> Path:
    if path is None:
        raise UseError("the model's file is not known")
    return path
