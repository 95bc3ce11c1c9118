"""Settings and where our files live.

Values come, the later the stronger, from the defaults below, ``config.toml`` in :func:`config_dir`, the environment
and the caller. Each is checked where it comes in, so that a message can name the file or the variable.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import platformdirs

from husky_kernel.agent.errors import UseError

Approve = Literal["none", "code", "all"]
SearchBackend = Literal["offline", "ddgs", "serpapi", "searxng"]
WidgetForm = Literal["jupyterlab", "anywidget"]
ReadAhead = Literal["plugged", "always", "never"]
Shown = Literal["all", "fixed", "none"]

LONGEST_SECONDS = 1_000_000
"""More than eleven days: what the clocks of every system can wait for."""

_APP = "husky-kernel"


def config_dir() -> Path:
    """Folder of ``config.toml`` and ``models.toml``; ``HUSKY_CONFIG_DIR`` moves it."""
    return _folder("HUSKY_CONFIG_DIR", platformdirs.user_config_dir(_APP, appauthor=False))


def cache_dir() -> Path:
    """Folder of what can be fetched again, such as models; ``HUSKY_CACHE_DIR`` moves it."""
    return _folder("HUSKY_CACHE_DIR", platformdirs.user_cache_dir(_APP, appauthor=False))


def data_dir() -> Path:
    """Folder of what a person made, such as corrected steps; ``HUSKY_DATA_DIR`` moves it."""
    return _folder("HUSKY_DATA_DIR", platformdirs.user_data_dir(_APP, appauthor=False))


def _folder(variable: str, default: str) -> Path:
    return Path(os.environ.get(variable) or default).expanduser().absolute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user can set.

    ``model`` None means the best one for this machine; ``code_timeout`` is in seconds, ``output_limit`` in characters
    of one step's output, ``context_tokens`` the budget for describing variables; ``threads`` None means all cores;
    with ``replay`` cells run their recorded steps again instead of asking a model. Where the probabilities of the two
    best tools differ by less than ``pause_margin`` the step waits for a person, if one is there; with ``check_outside``
    one that may have obeyed text from outside, such as a table's cells, does nothing beyond the notebook unasked.
    ``check_answers``: whether a question that needs nothing but itself is solved again, so that a slip shows.
    ``corrections``: whether what a person corrects in runs is kept, on this computer, and shown again to the coder when
    something like it is asked. ``examples``: a file of solved questions that are shown so, too.
    ``cookbook``: which solved questions of the cookbook the coder is shown where variables are meant: "all", "fixed"
    for those of every prompt alone, or "none".
    ``preload``: whether a notebook begins to load the model before the first question, if its files are here already.
    ``read_ahead``: whether the model reads the user's tables after a cell, before anybody asks: "always", "never", or
    "plugged", unless the machine is on battery.
    ``undo_cells``: whether the variables of the notebook can go back to before any of its cells (``%husky back``).
    ``gpu_memory``: GB of the GPU that the weights of torch models may take, None for most of what is free.
    ``widget``: "anywidget" for front ends that cannot have our JupyterLab extension, such as VS Code and Colab.
    ``lookup``: whether torch models draft code from what stands in their prompt; unmeasured, so off.

    Raises
    ------
    UseError
        If a value is not allowed; the message says what is.
    """

    model: str | None = None
    max_steps: int = 8
    approve: Approve = "none"
    search_backend: SearchBackend = "offline"
    searxng_url: str | None = None
    code_timeout: float = 120.0
    output_limit: int = 20_000
    context_tokens: int = 700
    threads: int | None = None
    download_without_asking: bool = False
    replay: bool = False
    pause_margin: float = 0.03
    check_outside: bool = True
    check_answers: bool = True
    corrections: bool = True
    examples: str | None = None
    cookbook: Shown = "all"
    preload: bool = True
    read_ahead: ReadAhead = "plugged"
    undo_cells: bool = True
    gpu_memory: float | None = None
    lookup: bool = False
    widget: WidgetForm = "jupyterlab"

    def __post_init__(self) -> None:
        for name in _RULES:
            _check(name, getattr(self, name), name)
        if self.search_backend == "searxng" and self.searxng_url is None:
            raise UseError("search with searxng needs its address: set searxng_url in config.toml or HUSKY_SEARXNG_URL")


def load_settings(**overrides: Any) -> Settings:
    """Settings from all layers. An override of None counts as not given.

    Raises
    ------
    UseError
        For a bad value, an unknown key, or a ``config.toml`` that cannot be read.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    unknown = sorted(given.keys() - _RULES.keys())
    if unknown:
        raise UseError(f"unknown setting {', '.join(unknown)}; there are {', '.join(_RULES)}")
    for name, value in given.items():
        _check(name, value, name)
    return Settings(**(_from_file(config_dir() / "config.toml") | _from_environment(os.environ) | given))


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one setting allows: in words, as a test of a value, and how to read it from the environment's text."""

    allowed: str
    holds: Callable[[Any], bool]
    read: Callable[[str], Any] = str
    optional: bool = False


def _whole(low: int, high: int, *, optional: bool = False) -> _Rule:
    def holds(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    return _Rule(f"a whole number from {low} to {high}", holds, int, optional)


def _choice(options: tuple[str, ...]) -> _Rule:
    return _Rule("one of " + ", ".join(options), lambda value: value in options)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_size(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")


def _is_seconds(value: Any) -> bool:
    return _is_size(value) and value <= LONGEST_SECONDS


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)


def _read_switch(text: str) -> bool | str:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return words.get(text.lower(), text)


_SWITCH = _Rule("true or false", lambda value: isinstance(value, bool), _read_switch)
_RULES: Mapping[str, _Rule] = {
    "model": _Rule("the name of a model or a path", _is_text, optional=True),
    "max_steps": _whole(1, 100),
    "approve": _choice(get_args(Approve)),
    "search_backend": _choice(get_args(SearchBackend)),
    "searxng_url": _Rule("an address that starts with http:// or https://", _is_address, optional=True),
    "code_timeout": _Rule(f"a number of seconds above 0, {LONGEST_SECONDS:,} at most", _is_seconds, float),
    "output_limit": _whole(100, 10_000_000),
    "context_tokens": _whole(0, 1_000_000),
    "threads": _whole(1, 1024, optional=True),
    "download_without_asking": _SWITCH,
    "replay": _SWITCH,
    "pause_margin": _Rule("a number from 0 to 1", _is_share, float),
    "check_outside": _SWITCH,
    "check_answers": _SWITCH,
    "corrections": _SWITCH,
    "examples": _Rule("the path of a file", _is_text, optional=True),
    "cookbook": _choice(get_args(Shown)),
    "preload": _SWITCH,
    "read_ahead": _choice(get_args(ReadAhead)),
    "undo_cells": _SWITCH,
    "gpu_memory": _Rule("a number of GB above 0", _is_size, float, optional=True),
    "lookup": _SWITCH,
    "widget": _choice(get_args(WidgetForm)),
}


def _check(name: str, value: Any, where: str) -> None:
    rule = _RULES[name]
    if not (rule.holds(value) or (rule.optional and value is None)):
        raise UseError(f"{where} must be {rule.allowed}, not {value!r}")


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UseError(f"cannot read {path}: {error}") from error
    unknown = sorted(values.keys() - _RULES.keys())
    if unknown:
        raise UseError(f"{path}: unknown key {', '.join(unknown)}; there are {', '.join(_RULES)}")
    for name, value in values.items():
        _check(name, value, f"{path}: {name}")
    return values


def _variable(name: str) -> str:
    return "HUSKY_SEARCH" if name == "search_backend" else f"HUSKY_{name.upper()}"


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for name, rule in _RULES.items():
        text = environment.get(_variable(name), "").strip()
        if not text:
            continue
        try:
            values[name] = rule.read(text)
        except ValueError:
            values[name] = text  # the check below says what is allowed instead
        _check(name, values[name], _variable(name))
    return values
