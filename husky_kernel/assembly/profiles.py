"""Which prompts a model is given."""

from __future__ import annotations

from dataclasses import replace

from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.config import Settings, config_dir
from husky_kernel.models import ModelSpec
from husky_kernel.modules.profile import Profile, load_profile


def profile_of(spec: ModelSpec, settings: Settings) -> Profile:
    """The prompts of a model under these settings. A script is taken at its word: nothing corrects what it chooses."""
    profile = replace(profile_for(spec.family), cookbook=settings.cookbook)
    if spec.kind == "scripted":
        return replace(profile, policy=Policy())
    return profile if settings.check_answers else replace(profile, policy=profile.policy.unchecked())


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
