"""The line after ``%%husky``."""

from __future__ import annotations

import argparse
import keyword
import re
import shlex
from dataclasses import dataclass
from typing import NoReturn, cast

from husky_kernel.agent.errors import UseError
from husky_kernel.config import Approve

USAGE = (
    "%%husky [--model NAME] [--max-steps N] [--approve none|code|all] [--into VAR] [--plain] [--replay] "
    "[--no-check] [--fresh] [--soft] [QUESTION], and the question in the lines below"
)


@dataclass(frozen=True, slots=True)
class Options:
    """What a cell asks for; None where it says nothing and the settings decide."""

    model: str | None = None
    max_steps: int | None = None
    approve: Approve | None = None
    into: str | None = None
    plain: bool = False
    replay: bool = False
    check: bool = True
    fresh: bool = False
    soft: bool = False


_FLAGS = ("--plain", "--replay", "--no-check", "--fresh", "--soft")
_OPTION = re.compile(r"""\s*(--[\w-]+)(?:=(?:"[^"]*"|'[^']*'|\S+))?""")
_VALUE = re.compile(r"""\s*(?:"[^"]*"|'[^']*'|\S+)""")


def split_line(line: str) -> tuple[str, str]:
    """The options at the beginning of the line, and the question that follows on it."""
    at = 0
    while found := _OPTION.match(line, at):
        at = found.end()
        if "=" not in found[0] and found[1] not in _FLAGS and (value := _VALUE.match(line, at)):
            at = value.end()
    return line[:at].strip(), line[at:].strip()


class _Parser(argparse.ArgumentParser):
    """An argument parser that never exits and never prints."""

    def error(self, message: str) -> NoReturn:
        raise UseError(f"{message}; use: {USAGE}")


def parse_options(line: str) -> Options:
    """Read the options.

    Raises
    ------
    UseError
        If there is an unknown one or one with a value that is not allowed.
    """
    parser = _Parser(prog="%%husky", add_help=False, allow_abbrev=False)
    parser.add_argument("--model")
    parser.add_argument("--max-steps", type=_steps)
    parser.add_argument("--approve", choices=("none", "code", "all"))
    parser.add_argument("--into", type=_variable)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--replay", action="store_true")
    parser.add_argument("--no-check", dest="check", action="store_false")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--soft", action="store_true")
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UseError(f"{error}; use: {USAGE}") from error
    found = parser.parse_args(words)
    approve = cast("Approve | None", found.approve)
    choices = found.plain, found.replay, found.check, found.fresh, found.soft
    return Options(found.model, found.max_steps, approve, found.into, *choices)


def _steps(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to 100, not {text!r}")
    return int(text)


def _variable(text: str) -> str:
    if not text.isidentifier() or keyword.iskeyword(text):
        raise argparse.ArgumentTypeError(f"the name of a variable, not {text!r}")
    return text
