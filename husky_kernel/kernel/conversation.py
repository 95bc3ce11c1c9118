"""What was said and done in this notebook before a question: earlier runs, and a cell that just failed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from husky_kernel.agent.answers.answering import answering, is_code
from husky_kernel.agent.effects import Effects
from husky_kernel.agent.grammar import shortened
from husky_kernel.agent.part import TURNS, turn
from husky_kernel.agent.types import Step, Task, Trace, Turn
from husky_kernel.assembly import tables_of
from husky_kernel.context.follows import draws_it, follows, repeats
from husky_kernel.context.going_on import going_on
from husky_kernel.context.parts import parts_of
from husky_kernel.context.task import task_of
from husky_kernel.context.variables import description
from husky_kernel.kernel.magics.transformer import users_code
from husky_kernel.sight import expected, hint
from husky_kernel.tools.failure import explain
from husky_kernel.trust.secrets import Redactor

CELL = 800
"""Characters of a cell that failed."""

ANY = "Which rows?"
"""A question about any table."""

_FIX = re.compile(
    r"\b(fail\w*|errors?|fix\w*|wrong|broken?|crash\w*|exception|traceback|not work\w*|doesn't work|does not work)\b",
    re.IGNORECASE,
)
"""Words of whoever asks about an error."""

_GOES_ON = re.compile(r"(?:and|but|also|now)\b,?\s*", re.IGNORECASE)
SHORT = 2
"""Letters of a name that may be any word."""

_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Failed:
    """A cell of the user's, and the exception that it raised."""

    cell: str
    error: BaseException
    number: int = 0
    """In [number]."""

    def cause(self, namespace: dict[str, Any]) -> str:
        """The error's line, where it arose, and what would have been right as far as the tables tell."""
        try:
            told = explain(self.error, namespace, self.cell, hint(self.error, self.cell, tables_of(namespace)))
        except Exception:  # an error that does not let itself be looked at
            told = type(self.error).__name__
        return shortened(told, CELL)

    def told(self, cause: str) -> str:
        """For the prompt: the cell and its error."""
        return f"The cell\n{shortened(self.cell.strip(), CELL)}\nraised {cause}"


class Conversation:
    """Belongs to one shell; used on its main thread."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._turns: list[Turn] = []
        self._made: dict[str, int] = {}
        self._passed: set[str] = set()
        self._before: Collection[str] = ()
        self._failed: Failed | None = None
        self._unanswered: Turn | None = None
        self._answered: Step | None = None

    @property
    def failed(self) -> Failed | None:
        """The user's last cell, where it failed."""
        return self._failed

    def listen(self) -> None:
        """Hear of the user's own cells from now on, and of the one before: it may be what is asked about."""
        self.heard(getattr(self._shell, "last_execution_result", None))
        self._shell.events.register("post_run_cell", self.heard)

    def leave(self) -> None:
        """Hear no more."""
        if self.heard in self._shell.events.callbacks["post_run_cell"]:
            self._shell.events.unregister("post_run_cell", self.heard)

    def heard(self, result: Any) -> None:
        """A cell has ended: one that failed is what the next question may be about."""
        info = getattr(result, "info", None)
        cell = getattr(info, "raw_cell", "") or ""
        cell = users_code(cell)
        if not getattr(info, "store_history", False) or not cell.strip():
            return
        error = result.error_before_exec or result.error_in_exec
        self._failed = (
            Failed(cell, error, getattr(result, "execution_count", 0) or 0) if isinstance(error, Exception) else None
        )

    def task(self, question: str, budget: int, *, fresh: bool = False) -> Task:
        """The task for ``question``, which is redacted already: what is told of variables, and what stands before it.

        ``fresh``: nothing that was said before counts.
        """
        namespace, self._before = self._told(), self.made()
        failed = self._failed if self._failed is not None and _FIX.search(question) else None
        parts = () if failed else parts_of(question)
        begins = parts[0] if parts else question
        alone = fresh or failed or not follows(begins) or self._stands_alone(begins)
        turns = () if alone else tuple(self._turns[-TURNS:])
        unanswered = None if alone else self._unanswered
        spoken = [turn.program for turn in turns] + ([failed.cell] if failed else [])
        spoken += [unanswered.program] if unanswered else []
        talked = () if self._turns and not fresh else None
        recent = _mentioned(spoken, namespace) if spoken else talked
        asked_before = turns[-1].question if turns else ""
        ask = partial(task_of, question, namespace, budget, skip=self.made())
        task = ask(recent=recent, before=asked_before)
        again = not (task.context or fresh or failed or turns)
        if again and repeats(question, [turn.question for turn in self._turns]):
            turns = tuple(self._turns[-TURNS:])
            task = ask(recent=_mentioned([turn.program for turn in turns], namespace), before=turns[-1].question)
        if not task.context:
            return task
        whole = self._shell.user_ns
        clean, cause = Redactor(whole), failed.cause(whole) if failed else ""
        trouble = clean.text(failed.told(cause)) if failed else ""
        before = unanswered.question if unanswered else ""
        if before:
            trouble = f"Asked before, without an answer: {before}"
        if turns and self._answered is not None and draws_it(question):
            more = going_on(question, turns[-1:], [self._answered], namespace, self.made())
            task = replace(task, context="\n".join([task.context, *map(clean.text, more)]))
        words, cause = task.words and not failed, clean.text(cause)
        task = replace(task, words=words, follows=bool(turns), unanswered=before)
        return replace(task, turns=turns, trouble=trouble, cause=cause, parts=() if task.tool else parts)

    def part(self, whole: Task, words: str, turns: Sequence[Turn], steps: Sequence[Step], budget: int) -> Task:
        """The task for a part of ``whole`` in these words, of which ``steps`` are done: the variables are told as they
        are now.
        """
        self._note_made(steps)
        namespace = self._told()
        recent = _mentioned([turn.program for turn in turns], namespace) if turns else None
        before = turns[-1].question if turns else ""
        task = task_of(words, namespace, budget, skip=self.made(), recent=recent, before=before)
        told = task if task.context else replace(task, context=whole.context, changes=expected(words).change)
        more = going_on(words, turns, steps, namespace, self.made())
        context = "\n".join([told.context, *map(Redactor(self._shell.user_ns).text, more)])
        told = replace(told, context=context, turns=tuple(turns), follows=bool(turns))
        return told if steps else replace(told, unanswered=whole.unanswered, trouble=whole.trouble)

    def _stands_alone(self, question: str) -> bool:
        """Whether a question that begins as one that goes on names a table of its own, which the last program did not
        look at, and points back by no other word.
        """
        begun = _GOES_ON.match(question)
        if begun is None or not self._turns or follows(question[begun.end() :]):
            return False
        namespace, program = self._shell.user_ns, set(_NAME.findall(self._turns[-1].program))
        named = [name for name in _NAME.findall(question) if len(name) > SHORT and name in namespace]
        tables = [name for name in named if hasattr(namespace[name], "columns") and name not in self.made()]
        return bool(tables) and not program.intersection(tables)

    def ahead(self, budget: int) -> Task:
        """What is told of variables and earlier questions whatever is asked next."""
        context = description(ANY, self._told(), budget, skip=self.made()).text
        return Task("", context, tuple(self._turns[-TURNS:]))

    def made(self) -> Collection[str]:
        """Variables that runs made and that are still what they made."""
        namespace = self._shell.user_ns
        return frozenset(name for name, made in self._made.items() if id(namespace.get(name)) == made)

    def _told(self) -> Mapping[str, Any]:
        """The variables that may be told: not those of programs that were passed over for another one."""
        passed = self._passed.intersection(self.made())
        namespace = self._shell.user_ns
        return {name: value for name, value in namespace.items() if name not in passed} if passed else namespace

    def ended(self, task: Task, trace: Trace) -> None:
        """A run has ended: its program and answer stand before what is asked next."""
        self._note_made(trace.steps)
        if not task.context:
            return
        self._unanswered = None
        if trace.status == "failed" and trace.steps:
            self._unanswered = Turn(task.question, trace.steps[-1].call or "", "")
        last = answering(trace, is_code)
        if last is not None and last.effects is not None:
            self._passed -= {*last.effects.created}
        if trace.status != "finished" or last is None:
            return
        sure = trace.confidence != "unsure"
        answered = {step.index: step for step in trace.steps if is_code(step)}
        for words, by in zip(trace.parts[:-1], trace.finish.get("parts", ()), strict=False):
            if (step := answered.get(by)) is not None:
                self._turns.append(turn(words, step.call or "", step.output, sure and not step.against))
        self._answered = last
        question = trace.parts[-1] if trace.parts else task.question
        said = last.output if trace.parts else trace.answer or ""
        self._turns.append(turn(question, last.call or "", said, sure))

    def _note_made(self, steps: Sequence[Step]) -> None:
        """Remember which variables the steps of a run made."""
        for step in steps:
            effects = step.effects or Effects()
            made = (*effects.created, *(name for name in effects.changed if name in self._before))
            self._made |= {name: id(self._shell.user_ns.get(name)) for name in made}
            if step.against or step.status == "failed":
                self._passed |= {*effects.created}
            else:
                self._passed -= {*made}


def _mentioned(texts: Collection[str], namespace: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for text in texts for name in _NAME.findall(text) if name in namespace)
