"""A profile written as the TOML file that it can be read from again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, replace
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.modules.profile import Kind, Profile, Prompt

_VARIANTS = ("alone", "facts", "data")
_TABLES = (*_VARIANTS, "checks", "examples", "kinds", "lookup", "openings", "opinions")
"""Fields that are tables of their own in the file."""


def without_examples(profile: Profile, only: Collection[str] = ()) -> Profile:
    """The same instructions and rules without few-shot turns: what a tuned model is asked by.

    ``only`` names the kinds of questions whose prompts lose them; all prompts do if it is empty.

    Raises
    ------
    UseError
        If the profile has no kind of that name.
    """
    if strange := [name for name in only if name not in profile.kinds]:
        raise UseError(f"the profile {profile.name!r} has no kind {strange[0]!r}: it has {', '.join(profile.kinds)}")
    those = {profile.kinds[name] for name in only}

    def bare(prompt: Prompt) -> Prompt:
        kinds = tuple(_bare(kind) if not only or kind.when in those else kind for kind in prompt.kinds)
        if only:
            return replace(prompt, kinds=kinds)
        variants: dict[str, Any] = {name: bare(other) for name, other in _variants(prompt)}
        return replace(prompt, examples=(), kinds=kinds, **variants)

    def _bare(kind: Kind) -> Kind:
        return replace(kind, prompt=replace(kind.prompt, examples=()))

    return replace(profile, prompts={module: bare(prompt) for module, prompt in profile.prompts.items()})


def to_toml(profile: Profile) -> str:
    """Text that :func:`~husky_kernel.modules.profile.load_profile` reads as an equal profile."""
    names = {pattern.pattern: name for name, pattern in profile.kinds.items()}
    lines = [f"name = {_value(profile.name)}", "", "[kinds]"]
    lines += [f"{_value(name)} = {_value(pattern.pattern)}" for name, pattern in profile.kinds.items()]
    lines += ["", "[policy]", *_keys(profile.policy)]
    for key in ("kinds", "openings"):
        lines += ["", f"[policy.{key}]"]
        lines += [f"{_value(names[when.pattern])} = {_value(value)}" for when, value in getattr(profile.policy, key)]
    lookup = profile.policy.lookup
    listed = {key: [names[when.pattern] for when in getattr(lookup, key)] for key in ("never", "counts")}
    lines += ["", "[policy.lookup]", *_keys(replace(lookup, never=(), counts=()))]
    lines += [f"{key} = {_value(kinds)}" for key, kinds in listed.items()]
    lines += ["", "[policy.opinions]", *_keys(profile.policy.opinions)]
    lines += ["", "[policy.facts]", *_keys(profile.policy.facts)]
    for when, checked in profile.policy.checks:
        lines += ["", "[[policy.checks]]", f"kind = {_value(names[when.pattern])}", *_keys(checked)]
    for module, prompt in profile.prompts.items():
        lines += ["", f"[{module}]", *_keys(prompt), *_examples(module, prompt)]
        for name, variant in _variants(prompt):
            place = f"{module}.{name}"
            lines += ["", f"[{place}]", *_keys(variant, prompt), *_examples(place, variant)]
        for kind in prompt.kinds:
            place, known = f"{module}.kinds", f"kind = {_value(names[kind.when.pattern])}"
            lines += ["", f"[[{place}]]", known, *_keys(kind.prompt, prompt), *_examples(place, kind.prompt)]
    return "\n".join(lines) + "\n"


def _variants(prompt: Prompt) -> Iterator[tuple[str, Prompt]]:
    found = ((name, getattr(prompt, name)) for name in _VARIANTS)
    return ((name, variant) for name, variant in found if variant)


def _examples(place: str, prompt: Prompt) -> Iterator[str]:
    for example in prompt.examples:
        yield from ("", f"[[{place}.examples]]", *_keys(example))


def _keys(row: Any, base: Any = None) -> Iterator[str]:
    """``key = value`` for what is not as in ``base``, or not as by default."""
    for field in fields(row):
        value = getattr(row, field.name)
        default = getattr(base, field.name) if base else _default(field)
        if field.name not in _TABLES and value != default:
            yield f"{field.name} = {_value(value)}"


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _value(value: Any) -> str:
    match value:
        case str():
            # JSON's text is TOML's, but for one control character that JSON leaves as it is.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case Mapping():
            return "{ " + ", ".join(f"{_value(str(key))} = {_value(item)}" for key, item in value.items()) + " }"
        case Sequence():
            return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(f"a profile holds no {type(value).__name__}")
