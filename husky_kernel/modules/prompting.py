"""Laying out a prompt: what never changes first, then question and context, then history, then the ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from husky_kernel.agent.ahead import beginning
from husky_kernel.agent.grammar import format_history, one_line
from husky_kernel.agent.protocols import Example, Message, Request
from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.profile import Prompt
from husky_kernel.modules.tables import beside, table

_TABLE = re.compile(r"^([^\W\d]\w*): .*\n  (.*)$", re.MULTILINE)
_COLUMN = re.compile(
    r"(?:^|; )(?P<name>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\d+)"
    r" \((?:(?!; ['\"\d]).)*?(?:(?P<helper>tidy\.\w+(?:\(…, \w+='\w+'\))?)|(?=; ['\"\d])|$)"
)
"""A table in the description of variables, and its columns."""

COLUMNS = 12
"""So many columns stand beside a table's name right before the question."""

RANGE = 4
"""From so many on, columns that are numbered one after the other are told as a range."""

_NUMBERED = re.compile(r"'([^'\\]*?)(\d+)'")
_ASKED = re.compile(r"\n(?:Join|Part|Value|Sum): (.+)$", re.MULTILINE)
"""What of the description is for this question alone: the join that it takes, a part of dates, a value, a sum."""

_BEGIN = re.compile(r"\nBegin with: (.+)$", re.MULTILINE)
"""What the program begins with."""

_READ = re.compile(r"\nRead first: (.+)$", re.MULTILINE)
"""What it reads before that: tables of other libraries and of databases."""

_GO_ON = re.compile(r"\nGo on: (.+)$", re.MULTILINE)
_HOLDS = re.compile(r"\nHolds: (.+)$", re.MULTILINE)
"""The lines by which it goes on from what the part of the task before came to, and what these hold."""

_AT = re.compile(r"^line (\d+): ", re.MULTILINE)
"""Where an error arose."""

_COPIED = re.compile(r"(\w+) = (\w+)\.")
_ASSIGNED = re.compile(r"[(,] ?([^\W\d]\w*)=(?=tidy\.|\()|('(?:[^'\\]|\\.)*'): tidy\.")
_JOINED = re.compile(r"\.merge\(\w+\[\[(.+?)\]\]")
_TOGETHER = re.compile(r"tidy\.\w+\(\w+\[\[(.+?)\]\]")
"""In these lines the copy and its table, and the columns that are new in it."""

_ABOUT = re.compile(r"\nAbout: (.+)$", re.MULTILINE)
"""The tables that the question is about, where more are told."""

_OF_ONE = re.compile("|".join(found.pattern for found in (_ASKED, _BEGIN, _READ, _ABOUT, _GO_ON, _HOLDS)), re.MULTILINE)
"""All that is not the same for the next question."""

_MARK = re.compile(r"\{(question|context|history|step|failure|table|asked|trouble|came|glance)\}")


def lay_out(
    role: str,
    prompt: Prompt,
    task: Task,
    history: str,
    step: str = "",
    extra: Sequence[Message] = (),
    failure: str = "",
    remembered: Sequence[tuple[Example, float]] = (),
) -> Request:
    """A request in the layout that every module shares; ``extra`` turns follow the ask (a failed try, say).

    What is ``remembered`` for this question, with its likeness, follows the examples that never change. Where the
    prompt ``converses``, variables and earlier questions stand between the two: they are the same for the next
    question, so that nothing of them is read again.
    """
    turns = [Message("system", prompt.system.strip())]
    for example in prompt.examples:
        turns.extend(_worked(prompt, example))
    fixed = len(turns)
    came, told, begun = "", "", ""
    if prompt.converses and task.context:
        own = _GO_ON.findall(task.context) or _BEGIN.findall(task.context)
        read = _READ.findall(task.context)
        lines = [*read, *own] if _stands(extra, len(read) + len(own)) else read
        begun = "".join(f"{line}\n" for line in lines)
        spoken = f"{task.question} {task.turns[-1].program}" if task.follows and task.turns else ""
        told = "; ".join(filter(None, [glance(task.context, spoken), CHANGE if task.changes else ""]))
        turns.extend(_before(prompt, task))
        came = task.turns[-1].said if task.turns else ""
        task = replace(task, context="")
    for example, _ in remembered:
        turns.extend(_worked(prompt, example))
    asked = Message("user", ask(prompt, task, history, step, failure, came, told))
    shown = tuple((example.question, likeness) for example, likeness in remembered)
    messages, limit = (*turns, asked, *extra), prompt.max_tokens
    prefill = prompt.prefill + begun
    return Request(role, messages, prefill, prompt.stop, limit, fixed=fixed, remembered=shown, begun=begun)


def _stands(extra: Sequence[Message], lines: int) -> bool:
    """Whether a program that is written again begins as it did: not where its error arose in these ``lines``."""
    return not any(int(line) <= lines for message in extra[-1:] for line in _AT.findall(message.content))


def glance(context: str, spoken: str = "") -> str:
    """What the program goes on from; the names of the tables that the question is about, each with its first columns:
    what a program may use; the join that it takes, and what it adds up. Of tables that are ``spoken`` of only those,
    where there are any.
    """
    asked, about = _ASKED.findall(context), " ".join(_ABOUT.findall(context))
    words = set(re.findall(r"\w+", " ".join([spoken or about, *asked])))
    found = [(name, list(_COLUMN.finditer(columns))) for name, columns in _TABLE.findall(context)]
    tables = [table for table in found if (spoken or about) and table[0] in words] or found
    held = _HOLDS.findall(context)
    begun = [] if held else _BEGIN.findall(context)
    taken = set(re.findall(r"\w+", " ".join(begun)))
    copied = [_copied(begun, dict(found))] if begun and _COPIED.match(begun[0]) else []
    told = [
        f"{name} has {', '.join(_listed(name, columns))}" for name, columns in tables if columns and name not in taken
    ]
    return "; ".join([*held, *copied, *told, *asked])


def _copied(begun: Sequence[str], tables: Mapping[str, Sequence[re.Match[str]]]) -> str:
    """What the copy of a table has that a program begins with: it is read already, and joined."""
    copy, table = _COPIED.match(begun[0]).groups()  # type: ignore[union-attr]
    new = [repr(name) if name else other for line in begun for name, other in _ASSIGNED.findall(line)]
    new += [name.strip() for line in begun for names in _TOGETHER.findall(line) for name in names.split(",")]
    new += [name.strip() for line in begun for names in _JOINED.findall(line) for name in names.split(",")[1:]]
    own = [_read_by(column) for column in tables.get(table, ()) if column["name"] not in new]
    names = list(dict.fromkeys([*new, *own]))
    more = [f"and {len(names) - COLUMNS} more"] if len(names) > COLUMNS else []
    return f"{copy} has {', '.join([*names[:COLUMNS], *more])}"


def _listed(table: str, columns: Sequence[re.Match[str]]) -> Iterator[str]:
    """The first columns as a program writes them; numbered ones that follow each other as the range that they are, so
    that none of them is taken for the last.
    """
    parts: list[list[re.Match[str]]] = []
    for _, run in groupby(enumerate(columns), lambda at: _series(*at)):
        found = [column for _, column in run]
        parts += [found] if len(found) >= RANGE else [[column] for column in found]
    for part in parts[:COLUMNS]:
        first, last = part[0]["name"], part[-1]["name"]
        yield _read_by(part[0]) if len(part) == 1 else f"{first} to {last} ({table}.loc[:, {first}:{last}])"
    if left := sum(map(len, parts[COLUMNS:])):
        yield f"and {left} more"


def _series(place: int, column: re.Match[str]) -> tuple[str, int]:
    """The same for columns that are numbered one after the other, and of them alone."""
    numbered = None if column["helper"] else _NUMBERED.fullmatch(column["name"])
    return (numbered[1], int(numbered[2]) - place) if numbered else (column["name"], place)


def _read_by(column: re.Match[str]) -> str:
    """A column's name, with the helper that reads it where it needs one."""
    return f"{column['name']} ({column['helper']})" if column["helper"] else column["name"]


CHANGE = "the question asks to change the table: assign the result to its own name"
"""What is told right before a question that asks for a change."""

READY = "Ready."
"""The reply to a turn that only tells of the variables."""


def _before(prompt: Prompt, task: Task) -> Iterator[Message]:
    """The variables, and what was asked and answered before, as turns."""
    yield Message("user", _OF_ONE.sub("", task.context).strip())
    yield Message("assistant", READY)
    came = ""
    for turn in task.turns:
        yield Message("user", ask(prompt, Task(turn.question), "", "", came=came))
        yield Message("assistant", prompt.prefill + turn.program.strip("\n") + prompt.closing)
        came = turn.said


def opening(role: str, prompt: Prompt) -> Request:
    """What a role's prompts begin with where nothing was done yet, up to the question."""
    one, other = (lay_out(role, prompt, Task(question), "") for question in ("1", "2"))
    return beginning(one, other)


def ask(prompt: Prompt, task: Task, history: str, step: str, failure: str = "", came: str = "", told: str = "") -> str:
    """The user turn. A line whose part is empty falls away: no context, nothing done yet, no step to follow.

    Values are put in by one pass, so that braces inside a value are never taken for a mark.
    """
    parts = {"question": task.question.strip(), "context": task.context.strip(), "history": history, "step": step}
    parts |= {"failure": one_line(failure), "trouble": task.trouble.strip(), "came": one_line(came), "glance": told}
    if "{table}" in prompt.ask or "{asked}" in prompt.ask:
        parts |= {"table": table(task.question), "asked": beside(task.question)}
    kept = (line for line in prompt.ask.strip().split("\n") if all(parts[mark] for mark in _MARK.findall(line)))
    return "\n".join(_MARK.sub(lambda mark: parts[mark[1]], line) for line in kept)


def pairs(history: Iterable[Step]) -> list[tuple[str, str]]:
    """Steps as the pairs that the history is written from."""
    return [(step.step, step.output) for step in history]


def known(history: Iterable[tuple[str, str]]) -> str:
    """The history for an expert, which needs none of the word ``None``: empty while nothing was done."""
    found = list(history)
    return format_history(found) if found else ""


def _worked(prompt: Prompt, example: Example) -> Iterator[Message]:
    """An example as turns; what is told of variables stands in the first of them."""
    shown = format_history(example.history) if prompt.shows_none or example.history else ""
    context = example.context
    for question, reply in example.turns:
        yield Message("user", ask(prompt, Task(question, context), "", ""))
        yield Message("assistant", prompt.prefill + reply.strip("\n") + prompt.closing)
        context = ""
    yield Message("user", ask(prompt, Task(example.question, context), shown, example.step))
    yield Message("assistant", prompt.prefill + example.target.strip("\n") + prompt.closing)
