"""What ``%husky`` answers."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path

from husky_kernel import models
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Trace
from husky_kernel.assembly import tables_of
from husky_kernel.context import meanings
from husky_kernel.cookbook import shelf
from husky_kernel.corrections import CorrectionLog, correction_file, summary
from husky_kernel.display.bundle import run_text
from husky_kernel.kernel.magics import fixing, learn
from husky_kernel.kernel.magics.options import USAGE
from husky_kernel.kernel.saved.export import FORMS, export, to_cell
from husky_kernel.kernel.saved.recorded_run import RecordedRun
from husky_kernel.kernel.session import VARIABLE, Session
from husky_kernel.machine import memory_taken
from husky_kernel.models.adapted import split_name

SHOWN = 20
"""Corrections that are listed."""

HELP = f"""\
{USAGE}
%husky status       model, engine, memory, search, last run
%husky models       the models there are
%husky use NAME     take this model from the next cell on
%husky unload       free the model's memory
%husky trace        the last run, step by step
%husky corrections  what you changed in runs, kept on this computer
%husky cookbook [add DIR | drop DIR]
                    the cookbooks there are; a folder of your own solved questions is shown to the coder, too
%husky learn [--module code|action] [--minutes M]
                    tune a module on them in the background, and use it if a check finds nothing worse;
                    --status tells how far it is, --undo goes back
%husky fix [WORDS]  put the cell that just failed right: its cause, a diff, and a cell below to run
%husky about TABLE ["COLUMN: MEANING"]
                    keep what a column means, and tell it with each question; "COLUMN:" forgets it
%husky back [N]     put the variables back to before cell [N]; without N, what each cell did to them
%husky forth        take the last %husky back back
%husky cells        the code of the last run as a cell below
%husky export FILE  the last run as {", ".join(FORMS)}
%husky restore [NOTEBOOK]
                    the cards of the runs that a notebook holds, live again
The last run is also in the variable {VARIABLE}. In a question, {{name}} inserts the value of a variable."""


def answer(session: Session, line: str) -> str:
    """Carry out one ``%husky`` line.

    Raises
    ------
    UseError
        If it asks for nothing that there is.
    """
    try:
        command, *arguments = shlex.split(line) or ["status"]
    except ValueError as error:
        raise UseError(f"{error}: write %husky help") from error
    if command not in _COMMANDS:
        like = get_close_matches(command, _COMMANDS, 1)
        meant = f"did you mean %husky {like[0]}?" if like else f"there are {', '.join(_COMMANDS)}"
        raise UseError(f"there is no %husky {command}: {meant}")
    carry_out, wanted = _COMMANDS[command]
    needed = sum(not word.startswith("[") for word in wanted)
    if not needed <= len(arguments) <= len(wanted):
        raise UseError(f"use: %husky {' '.join([command, *wanted])}")
    return carry_out(session, *arguments)


def _status(session: Session) -> str:
    settings, agent = session.settings, session.agent
    if agent is None:
        state = "being loaded" if session.resident.awaited else "not loaded: the next %%husky cell loads it"
        model = f"{session.choose(None)} ({state})"
    else:
        model = f"{agent.name} (loaded, {type(agent.engine('action')).__name__})"
    trace = session.trace
    last = f"{trace.status}, {len(trace.steps)} steps: {trace.question}" if trace else "none yet"
    memory = memory_taken() / 1e9
    return "\n".join(
        (
            f"model: {model}",
            f"memory: {memory:.1f} GB taken by this kernel, {models.free_memory() / 1e9:.1f} GB free",
            f"search: {settings.search_backend}",
            f"steps: at most {settings.max_steps}",
            f"last run: {' '.join(last.split())[:160]}",
            *filter(None, [learn.status()]),
        )
    )


def _models(session: Session) -> str:
    catalogue, current = models.load_catalogue(), split_name(session.choose(None)).base
    lines = []
    for name in catalogue.names:
        entries = models.resolve(name, catalogue).entries()
        size = sum(entry.bytes for entry in entries) / 1e9
        adapters = models.full_name(name).removeprefix(name)
        state = "here" if all(models.installed(entry) for entry in entries) else f"to fetch, {size:.1f} GB"
        lines.append(f"{'*' if name == current else ' '} {name}{adapters}  ({state})")
    return "\n".join(lines)


def _use(session: Session, name: str) -> str:
    session.use(name)
    return f"model: {name}, from the next %%husky cell on"


def _unload(session: Session) -> str:
    return "The model was unloaded." if session.unload() else "No model was loaded."


def _trace(session: Session) -> str:
    return run_text(_last(session))


def _export(session: Session, file: str) -> str:
    path = Path(file).expanduser()
    export(_last(session), path)
    return f"written: {path}"


def _back(session: Session, *cell: str) -> str:
    if not session.settings.undo_cells:
        raise UseError("`undo_cells = false` is set: no cell can be gone back to before")
    if not cell:
        return session.cell_history.told()
    number = cell[0].strip("[]")
    if not number.isdecimal():
        raise UseError(f"%husky back takes the number of a cell, such as 7 for In [7], not {cell[0]!r}")
    return session.cell_history.back(int(number))


def _forth(session: Session) -> str:
    return session.cell_history.forth()


def _cells(session: Session) -> str:
    code = to_cell(_last(session))
    session.shell.set_next_input(code)
    return f"{len(code.splitlines())} lines of code stand below: run them when you like"


def _about(session: Session, name: str, *told: str) -> str:
    tables = tables_of(session.shell.user_ns)
    if name not in tables:
        raise UseError(f"there is no table {name!r}: there are {', '.join(tables) or 'none'}")
    if told:
        meanings.keep(tables[name], *told)
    return "\n".join(meanings.lines(tables[name])) or f"nothing is kept about {name}"


def _cookbook(session: Session, what: str = "list", *folder: str) -> str:
    if what == "list" and not folder:
        return shelf.listed()
    if what not in ("add", "drop") or not folder:
        raise UseError("use: %husky cookbook [list | add DIR | drop DIR]")
    if what == "drop":
        shelf.drop(folder[0])
        return f"no more recipes of {folder[0]}"
    return f"{shelf.add(folder[0])} recipes of {folder[0]}, from the next %%husky cell on"


def _restore(session: Session, *notebook: str) -> str:
    path = session.recordings.notebook(*notebook)
    runs = [RecordedRun(session, saved) for saved in session.recordings.all(path)]
    if not runs:
        raise UseError(f"{path.name} holds no run: ask something with %%husky, and save it")
    for run in runs:
        run.show(f"Restored from {path.name}. Its variables are not: `%%husky --replay` in its cell runs its steps.")
    session.keep(runs[-1].recorded, None)
    return f"restored: {len(runs)} run{'' if len(runs) == 1 else 's'} of {path.name}, the last is in {VARIABLE}"


def _corrections(session: Session) -> str:
    found = CorrectionLog(correction_file()).read()
    lines = [summary(item) for item in found.items[-SHOWN:]]
    if len(found.items) > SHOWN:
        lines.insert(0, f"the last {SHOWN} of {len(found.items)}; all of them: husky corrections list")
    if found.unreadable:
        lines.append(f"{found.unreadable} lines of {correction_file()} cannot be read")
    if not session.settings.corrections:
        lines.append("New corrections are not kept: `corrections = false` is set.")
    return "\n".join(lines) or "No corrections yet."


def _learn(session: Session, *words: str) -> str:
    return learn.answer(session.choose(None), words)


def _help(session: Session) -> str:
    return HELP


def _last(session: Session) -> Trace:
    if session.trace is None:
        raise UseError("there was no run yet: ask something with %%husky")
    return session.trace


def names() -> list[str]:
    """What may stand after ``%husky``."""
    return [*_COMMANDS]


_COMMANDS: Mapping[str, tuple[Callable[..., str], tuple[str, ...]]] = {
    "status": (_status, ()),
    "models": (_models, ()),
    "use": (_use, ("NAME",)),
    "unload": (_unload, ()),
    "trace": (_trace, ()),
    "fix": (fixing.fix_blocking, ("[WORDS]",) * 20),
    "about": (_about, ("TABLE", '["COLUMN: MEANING"]')),
    "back": (_back, ("[N]",)),
    "forth": (_forth, ()),
    "cells": (_cells, ()),
    "export": (_export, ("FILE",)),
    "restore": (_restore, ("[NOTEBOOK]",)),
    "corrections": (_corrections, ()),
    "cookbook": (_cookbook, ("[list|add|drop]", "[DIR]")),
    "learn": (_learn, ("[--module code|action]", "[--minutes M]", "[--status]", "[--undo]")),
    "help": (_help, ()),
}
