"""Plays sessions: the questions in a kernel, the truth here."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from husky_kernel.agent.errors import HuskyError
from husky_kernel.agent.grammar import one_line
from husky_kernel.config import Settings
from husky_kernel.eval.analyst.checks import environment, holds
from husky_kernel.eval.analyst.notebook import KernelLost, Notebook, notebook
from husky_kernel.eval.analyst.outcome import Outcome
from husky_kernel.eval.analyst.probe import ANSWER
from husky_kernel.eval.analyst.session import Session, Turn
from husky_kernel.eval.analyst.table import Fig, lift

LIMIT = 600.0
"""Seconds of one turn."""

_PROBE = "__import__('husky_kernel.eval.analyst.probe', fromlist=['Probe'])"
_PREPARE = f"get_ipython()._eval_probe = {_PROBE}.Probe(get_ipython().user_ns)"


@dataclass(frozen=True, slots=True)
class Player:
    """Plays with one model and its settings."""

    model: str
    settings: Settings

    def play(self, session: Session) -> Iterator[Outcome]:
        """The turns of a session that are counted, each when it is done.

        Raises
        ------
        Exception
            Whatever its setup or truth raises in this process.
        """
        with TemporaryDirectory(prefix="husky-eval-", ignore_cleanup_errors=True) as name:
            home, folder = Path(name), Path(name) / "notebook"
            folder.mkdir()
            truth = truth_of(session, folder)
            played = self._on_files(session) if session.files else self._in_kernel(session, home)
            for number, (turn, (found, said, seconds)) in enumerate(zip(session.turns, played, strict=True), start=1):
                if turn.check:
                    right, trace = _judge(turn, found, said, truth, folder)
                    turn_name = session.id if len(session.turns) == 1 else f"{session.id}.{number}"
                    yield Outcome(turn_name, turn, {"turn": turn_name, **trace}, right, seconds)

    def _in_kernel(self, session: Session, home: Path) -> Iterator[tuple[Mapping[str, Any], str, float]]:
        file, options = home / "found.json", self._options(f"--plain --approve none --into {ANSWER} --model")
        done = 0
        try:
            with notebook(home / "notebook", self._environment, LIMIT) as kernel:
                kernel.run("%load_ext husky_kernel\n%matplotlib inline")
                wrong, _ = kernel.run(_PREPARE, hidden=True)
                if wrong:
                    raise HuskyError(f"cannot look into the kernel: {one_line(wrong)}")
                kernel.run(session.setup)
                for turn in session.turns:
                    yield _ask(kernel, turn, f"%%husky {options}\n{turn.ask}", file)
                    done += 1
        except KernelLost as error:
            for _ in session.turns[done:]:
                yield {}, str(error), 0.0

    def _on_files(self, session: Session) -> Iterator[tuple[Mapping[str, Any], str, float]]:
        """Reading the files is part of the question, so it goes the way of a shell."""
        for turn in session.turns:
            tables = [part for name, file in session.files.items() for part in ("--csv", f"{name}={file}")]
            options = shlex.split(self._options("--json --model"))
            command = [sys.executable, "-m", "husky_kernel.cli", "run", turn.ask, *options, *tables]
            start = perf_counter()
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, env=self._environment)
                trace, said = (json.loads(done.stdout) if done.stdout.strip() else None), done.stderr
            except (subprocess.TimeoutExpired, ValueError) as error:
                trace, said = None, str(error)
            yield {"trace": trace, "value": (trace or {}).get("answer")}, said, perf_counter() - start

    def _options(self, before: str) -> str:
        check = "" if self.settings.check_answers else " --no-check"
        return f"{before} {shlex.quote(self.model)} --max-steps {self.settings.max_steps}{check}"

    @property
    def _environment(self) -> dict[str, str]:
        """What a person corrected is not shown, as in all sets; large models were asked about before."""
        told = {"HUSKY_CORRECTIONS": "0", "HUSKY_DOWNLOAD_WITHOUT_ASKING": "1"}
        return os.environ | told


def truth_of(session: Session, folder: Path) -> dict[str, Any]:
    """The names of a session's setup and truth, run here in ``folder``."""
    names: dict[str, Any] = {}
    with chdir(folder):
        exec(session.setup, names)
        exec(session.truth, names)
    return names


def _ask(kernel: Notebook, turn: Turn, cell: str, file: Path) -> tuple[Mapping[str, Any], str, float]:
    file.unlink(missing_ok=True)
    kernel.run("get_ipython()._eval_probe.begin()", hidden=True)
    if turn.cell:
        kernel.run(turn.cell)
    said, seconds = kernel.run(cell)
    kernel.run(f"get_ipython()._eval_probe.write({str(file)!r}, {list(turn.also)!r})", hidden=True)
    return (json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}), said, seconds


def _judge(
    turn: Turn, found: Mapping[str, Any], said: str, truth: Mapping[str, Any], folder: Path
) -> tuple[bool, dict[str, Any]]:
    """Whether the check holds, and the trace with the error of a check that could not be carried out."""
    trace = dict(found.get("trace") or {"status": "failed", "answer": None, "error": one_line(said[-400:])})
    told = [*(trace.get("notes") or ()), str(trace.get("error") or ""), *said.strip().splitlines()[-1:]]
    names = environment(
        lift(found.get("value")),
        str(trace.get("answer") or ""),
        truth,
        [Fig(**fig) for fig in found.get("figures", ())],
        {name: lift(value) for name, value in found.get("also", {}).items()},
        " ".join(told),
        trace.get("confidence"),
    )
    with chdir(folder):
        right, error = holds(turn.check, names)
    return right, trace | ({"check_error": error} if error is not None else {})
