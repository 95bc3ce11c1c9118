"""``husky_kernel.ask``: a question from Python, in a notebook or in a plain script."""

from __future__ import annotations

import atexit
import shlex
import sys
from contextlib import redirect_stdout
from tempfile import TemporaryDirectory
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Trace


def ask(
    question: str,
    /,
    *,
    model: str | None = None,
    max_steps: int | None = None,
    check: bool = True,
    fresh: bool = False,
    **variables: Any,
) -> Trace:
    """Solve ``question`` about ``variables``, as a ``%%husky`` cell does.

    In a notebook the variables are put into its namespace, whose tables the question may be about as well, and the
    steps are shown as cards. In a script they are all that there is, and the steps are told on standard error; the
    model stays loaded for the next question, which may go on from this one.

    Parameters
    ----------
    question
        In words; ``{name}`` puts the value of a variable in.
    model
        Its name, if not the one of the settings.
    max_steps
        After so many steps the run must finish.
    check
        Whether the answer is computed a second time where that can show a slip.
    fresh
        Forget what was asked before.
    **variables
        DataFrames and whatever else the question is about, by name. A DataFrame is changed only where the question
        asks for a change.

    Returns
    -------
    husky_kernel.agent.types.Trace
        ``value`` is the live answer (a number, text, DataFrame, figure …), None where there is none; ``confidence`` is
        one of checked, computed, unsure, recalled, none; ``notes`` says what was seen, ``steps`` what was done, and
        ``status`` whether it finished, with ``error`` where it did not.

    Raises
    ------
    husky_kernel.agent.errors.HuskyError
        If there is no question, no such model, or none can be loaded.

    Examples
    --------
    >>> run = ask("What is the total amount per region?", orders=orders)  # doctest: +SKIP
    >>> run.value, run.confidence  # doctest: +SKIP
    """
    if not question.strip():
        raise UseError('the question is empty: ask("QUESTION", name=table)')
    shell = _shell()
    in_notebook = hasattr(shell, "kernel")
    from husky_kernel.kernel.magics.extension import load

    load(shell)
    shell.push(variables)
    session = shell.husky.session
    before = session.trace
    with redirect_stdout(sys.stdout if in_notebook else sys.stderr):
        session.cell_blocking(_line(model, max_steps, check, fresh, plain=not in_notebook), question)
    if session.trace is before:
        raise UseError("the question was not asked: another run is going on")
    trace: Trace = session.trace
    return trace


def _line(model: str | None, max_steps: int | None, check: bool, fresh: bool, plain: bool) -> str:
    """The options as a cell would write them."""
    words = [
        "--soft",
        *(["--plain"] if plain else []),
        *([] if check else ["--no-check"]),
        *(["--fresh"] if fresh else []),
    ]
    words += [] if model is None else [f"--model={model}"]
    words += [] if max_steps is None else [f"--max-steps={max_steps}"]
    return shlex.join(words)


def _shell() -> Any:
    """The notebook's, or that of a terminal; in a script one that is made once."""
    from IPython.core.interactiveshell import InteractiveShell

    if InteractiveShell.initialized():
        return InteractiveShell.instance()
    from husky_kernel.kernel.bare_shell import bare_shell
    from husky_kernel.kernel.magics.extension import unload

    folder = TemporaryDirectory(prefix="husky-")
    shell = bare_shell({}, folder.name)
    atexit.register(folder.cleanup)
    atexit.register(lambda: unload(shell))
    return shell
