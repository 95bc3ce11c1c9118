"""Profiles: the prompts and decoding rules of a model family, read from a TOML data file.

A section per module holds ``system`` (instructions), ``ask`` (the user turn, with ``{question}``, ``{context}``,
``{history}``, ``{step}``, ``{failure}``), decoding limits, and ``examples`` that become chat turns of their own:
un-tuned models follow turns where they ignore the same text inside one message. For a table in the question an ask has
``{table}``, as Python, and ``{asked}``, the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from husky_kernel.agent.decisions.lookup import Lookup
from husky_kernel.agent.decisions.opinions import Opinions
from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.protocols import Example
from husky_kernel.config import Shown

Kinds = Mapping[str, re.Pattern[str]]
MODULES = ("action", "code", "math", "query", "commonsense", "rewrite")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What one module says: instructions, the form of its ask, few-shot examples, decoding limits.

    ``prefill`` begins and ``closing`` ends each of its turns. ``retry`` is the turn after a failure, with
    ``{failure}``. ``shows_none``: an empty history is shown as ``None`` rather than left out.
    ``converses``: what was asked and answered before stands before the question, as turns.
    ``hints_first``: whether this expert sees the step while nothing is done yet: ``always``, only where there are
    ``variables`` and the step keeps to the question, or ``never``, so that it solves the question itself. ``alone`` is
    what it says instead where there are neither variables nor earlier steps, ``kinds`` what it says then to questions
    of a kind, ``facts`` what it says where there are no variables and a search has found something, and ``data`` what
    it says where the question is about the user's variables.
    """

    system: str
    ask: str
    examples: tuple[Example, ...] = ()
    prefill: str = ""
    stop: tuple[str, ...] = ()
    max_tokens: int = 128
    closing: str = ""
    retry: str = "It failed: {failure}"
    shows_none: bool = False
    converses: bool = False
    hints_first: Literal["always", "variables", "never"] = "always"
    alone: Prompt | None = None
    facts: Prompt | None = None
    kinds: tuple[Kind, ...] = ()
    data: Prompt | None = None

    def solving(self, question: str) -> Prompt:
        """What it says to a question that needs nothing but itself."""
        fitting = (kind.prompt for kind in self.kinds if kind.when.search(question))
        return next(fitting, self.alone or self)


@dataclass(frozen=True, slots=True)
class Kind:
    """Questions of a kind, known by a pattern, and the prompt for them."""

    when: re.Pattern[str]
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Profile:
    """All prompts of a model family and the corrections to its tool scores. ``kinds``: patterns of questions;
    ``cookbook``: which of its recipes the coder is shown, as in the settings.
    """

    name: str
    prompts: Mapping[str, Prompt]
    policy: Policy = field(default_factory=Policy)
    kinds: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    cookbook: Shown = "all"


@cache
def load_profile(name: str) -> Profile:
    """A shipped profile by name, or one from a ``.toml`` file.

    Raises
    ------
    UseError
        If there is none of that name, or a section is missing or has an unknown key.
    """
    path = Path(name) if name.endswith(".toml") else files(__package__) / "profiles" / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = sorted(p.name[:-5] for p in (files(__package__) / "profiles").iterdir() if p.name.endswith(".toml"))
        raise UseError(f"there is no profile {name!r}: choose one of {', '.join(known)} or a .toml file") from None
    except tomllib.TOMLDecodeError as error:
        raise UseError(f"the profile {name!r} is not valid TOML: {error}") from None
    return _profile(name, data)


def _profile(name: str, data: Mapping[str, Any]) -> Profile:
    missing = [module for module in MODULES if module not in data]
    if missing:
        raise UseError(f"the profile {name!r} has no section {', '.join(missing)}")
    try:
        kinds = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in data.get("kinds", {}).items()}
        prompts = {module: _prompt(data[module], kinds) for module in MODULES}
        policy = _policy(data.get("policy", {}), kinds)
    except re.error as error:
        raise UseError(f"the profile {name!r} is not right: the pattern of a kind: {error}") from None
    except KeyError as error:
        raise UseError(f"the profile {name!r} is not right: there is no kind {error}") from None
    except TypeError as error:
        raise UseError(f"the profile {name!r} is not right: {error}") from None
    return Profile(str(data.get("name", name)), prompts, policy, kinds)


def _policy(section: Mapping[str, Any], kinds: Kinds) -> Policy:
    opinions, facts = (Opinions(**section.get(name, {})) for name in ("opinions", "facts"))
    by_kind = {
        key: tuple((kinds[name], value) for name, value in section.get(key, {}).items())
        for key in ("kinds", "openings")
    }
    checks = tuple(pair for check in section.get("checks", ()) for pair in _checks(dict(check), kinds))
    lookup = _lookup(section.get("lookup", {}), kinds)
    return Policy(**{**section, **by_kind, "opinions": opinions, "checks": checks, "facts": facts, "lookup": lookup})


def _lookup(section: Mapping[str, Any], kinds: Kinds) -> Lookup:
    patterns = {key: tuple(kinds[name] for name in section.get(key, ())) for key in ("never", "counts")}
    return Lookup(**{**section, **patterns})


def _checks(section: dict[str, Any], known: Kinds) -> list[tuple[re.Pattern[str], Opinions]]:
    """How questions of a kind, or of any of several, are checked."""
    kind = section.pop("kind", "")
    return [(known[name], Opinions(**section)) for name in ([kind] if isinstance(kind, str) else kind)]


def _prompt(section: Mapping[str, Any], known: Kinds) -> Prompt:
    values = dict(section)
    values["examples"] = tuple(_example(example) for example in values.pop("examples", ()))
    values["stop"] = tuple(values.get("stop", ()))
    alone, facts, data = (values.pop(name, None) for name in ("alone", "facts", "data"))
    kinds = values.pop("kinds", ())
    prompt = Prompt(**values)
    return replace(
        prompt,
        alone=_variant(prompt, alone) if alone else None,
        facts=_variant(prompt, facts) if facts else None,
        data=_variant(prompt, data) if data else None,
        kinds=tuple(_kind(prompt, dict(kind), known) for kind in kinds),
    )


def _variant(prompt: Prompt, section: Mapping[str, Any]) -> Prompt:
    """``prompt`` with what a section of its own changes; examples are not inherited."""
    examples = tuple(_example(example) for example in section.get("examples", ()))
    return replace(prompt, **{**section, "examples": examples})


def _kind(prompt: Prompt, section: dict[str, Any], known: Kinds) -> Kind:
    return Kind(known[section.pop("kind", "")], _variant(prompt, section))


def _example(data: Mapping[str, Any]) -> Example:
    history = tuple((str(step), str(output)) for step, output in data.get("history", ()))
    return Example(**{**data, "history": history})
