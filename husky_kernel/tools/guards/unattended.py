"""Keeps generated code from waiting for a person and from ending the kernel."""

from __future__ import annotations

import builtins
import getpass
import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NoReturn

from husky_kernel.tools.guards.replaced import replaced


@contextmanager
def unattended(shell: Any) -> Iterator[None]:
    """Inside: ``input`` and ``getpass`` raise, standard input is empty, ``quit`` ends the code and not the kernel."""
    with ExitStack() as stack:
        for owner, name, value in (
            (builtins, "input", _no_input),
            (getpass, "getpass", _no_input),
            (sys, "stdin", io.StringIO("")),
            (sys, "breakpointhook", _no_breakpoint),
            (shell, "ask_exit", _exit),
        ):
            stack.enter_context(replaced(owner, name, value))
        yield


def _no_input(*args: object, **options: object) -> NoReturn:
    raise EOFError("input() is not possible in a step: nobody is asked. Put the value into the code.")


def _no_breakpoint(*args: object, **options: object) -> None:
    return None


def _exit(*args: object) -> NoReturn:
    raise SystemExit
