from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from husky_kernel.modules.profile import Profile, load_profile
from husky_kernel.modules.profile_file import to_toml, without_examples


def read_back(profile: Profile, path: Path) -> Profile:
    path.write_text(to_toml(profile), encoding="utf-8")
    return load_profile(str(path))


@pytest.mark.parametrize("name", ["qwen", "smollm2"])
def test_a_profile_comes_back_from_its_file(name: str, tmp_path: Path) -> None:
    profile = load_profile(name)
    assert read_back(profile, tmp_path / "whole.toml") == profile
    bare = without_examples(profile)
    assert read_back(bare, tmp_path / "bare.toml") == bare


def test_without_examples_only_the_examples_are_gone() -> None:
    profile = load_profile("qwen")
    bare = without_examples(profile)
    assert bare.policy == profile.policy
    for module, prompt in profile.prompts.items():
        left = bare.prompts[module]
        assert prompt.examples
        assert left.examples == ()
        assert (left.system, left.ask, left.prefill, left.stop) == (
            prompt.system,
            prompt.ask,
            prompt.prefill,
            prompt.stop,
        )


def test_texts_with_odd_characters_come_back(tmp_path: Path) -> None:
    text = (tmp_path / "odd.toml", 'a "b" \\ \x7f \x01 \u2028 ü 🐕\n\ttab')
    profile = load_profile("qwen")
    odd = {**profile.prompts, "math": type(profile.prompts["math"])(system=text[1], ask="{question}\n{step}")}
    changed = replace(profile, name="odd", prompts=odd)
    assert read_back(changed, text[0]) == changed
