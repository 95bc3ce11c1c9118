"""What the software sees without a model, put together: a watch around each program, and a judge of what came of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.answers.changes import changes_told, files_of, files_told
from husky_kernel.agent.decisions.policy import SILENT
from husky_kernel.agent.team import Judge
from husky_kernel.agent.types import Observation, Task
from husky_kernel.context.asked import SAID_TO_BE_ONE
from husky_kernel.context.linking import folded, loose_phrases, mentioned, names_value
from husky_kernel.context.ranking import names_deed
from husky_kernel.context.sources import sources_of
from husky_kernel.context.tables import columns_of, is_table, names_of
from husky_kernel.libraries import is_other
from husky_kernel.libraries.databases import taken_for_variable
from husky_kernel.sight import (
    Drawn,
    Seen,
    Shown,
    Written,
    against,
    expected,
    hint,
    left_out,
    leftovers,
    misfits,
    resized,
    unasked,
    watch,
    watch_figures,
)
from husky_kernel.sight.notes.groups import NOT_THERE
from husky_kernel.sight.programs.conditions.undated_conditions import undated_conditions
from husky_kernel.syntax import parsed

FEWEST = re.compile(r"\b(?:least|fewest|rarest|lowest|smallest)\b")

MANY = 60
"""Columns with more different texts than this hold names, not categories."""

NO_VALUE = "the program gives no value: end with a line that is the value that answers the question"

UNKNOWN = ("?",)
"""Stands for changes and files where nobody looked."""


@dataclass
class Watched:
    """What was seen while a program ran."""

    namespace: Mapping[str, Any]
    program: str = ""
    seen: Seen | None = None
    shown: Shown | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    """The public variables as they were before."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of."""
        return tuple(note.text for note in self.seen.notes if not note.against) if self.seen else ()

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks against the result."""
        return tuple(note.text for note in self.seen.notes if note.against) if self.seen else ()

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """What was drawn."""
        return self.shown.drawn if self.shown else ()

    def hint(self, error: BaseException) -> str:
        """What would have been right, where the error and the tables tell."""
        table = taken_for_variable(str(error.name), self.namespace) if isinstance(error, NameError) else ""
        return table or self._unread() or hint(error, self.program, tables_of(self.before))

    def _unread(self) -> str:
        """How a table of another library is read that the program takes for one of pandas."""
        for name in (name for name, value in self.before.items() if is_other(value)):
            word = re.escape(name)
            used = re.search(rf"(?<![\w.'\"]){word}\b(?!['\"])", self.program)
            if used and not re.search(rf"^{word} =|tidy\.table\({word}\)", self.program, re.MULTILINE):
                return f"`{name}` is no table of pandas, read it first by {name} = tidy.table({name})"
        return ""


def watcher(namespace: Mapping[str, Any]) -> Callable[[str], Any]:
    """Makes the watch around a program that runs in ``namespace``."""

    @contextmanager
    def watching(program: str) -> Iterator[Watched]:
        watched = Watched(namespace, program, before=_public(namespace))
        with ExitStack() as stack:
            watched.seen = stack.enter_context(watch(namespace, program))
            watched.shown = stack.enter_context(watch_figures(program))
            yield watched

    return watching


def tables_of(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The public tables of a namespace as pandas has them: of other libraries and of databases the first rows."""
    public = _public(namespace)
    others = {name: source.frame for name, source in sources_of(public).items()}
    return {**{name: value for name, value in public.items() if is_table(value)}, **others}


def _public(namespace: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in list(namespace.items()) if not name.startswith("_")}


def judge(namespace: Mapping[str, Any], made: Collection[str] = ()) -> Judge:
    """Holds what a program about the tables of ``namespace`` came to against its question. ``made``: variables that
    earlier programs left.
    """
    tables = tables_of(namespace)  # as they are before the run

    def judged(task: Task, seen: Observation, call: str) -> Observation:
        if not task.context or not seen.ok:
            return seen
        asked, effects = expected(task.question), seen.effects
        changed = UNKNOWN if effects is None else _meant(task.question, (*effects.changed, *effects.deleted), tables)
        wrote = UNKNOWN if effects is None else files_of(effects)
        value = seen.result.value if seen.result else None
        if effects is not None and not (seen.result or changed or wrote or seen.drawn) and _says_nothing(seen):
            return replace(seen, ok=False, error=NO_VALUE)
        question, before = task.question, task.turns[-1] if task.turns else None
        spoken = [question, task.trouble, *(part for turn in task.turns for part in (turn.question, turn.program))]
        told = [
            *misfits(asked, value, seen.drawn, changed, wrote, tables),
            *(unasked(question, effects.tables) if effects is not None and asked.change else ()),
            *_passed_over(question, call, tables),
            *_unused(question, call, tables),
            *_grouped_no_more(task.trouble, call),
            *undated_conditions(task.context, call),
            *_made_anew(question, call, namespace),
            *(note for note in seen.notes if NOT_THERE in note and FEWEST.search(question.lower())),
            *against(Written(question, asked, call, tables, " ".join(spoken))),
            *resized(question, before.said if before else "", value),
            *(() if task.follows else leftovers(call, {*made} - _named(made, question))),
            *left_out(question, before.program if before else "", call),
        ]
        if effects is not None and asked.file and wrote:
            seen = replace(seen, result=Result("files", _both(files_told(effects), seen.result), value))
        elif effects is not None and asked.change and (what := changes_told(effects)):
            seen = replace(seen, result=Result("changes", _both(what, seen.result), value))
        return replace(seen, against=tuple(dict.fromkeys((*seen.against, *told))))

    return judged


def _named(names: Collection[str], text: str) -> set[str]:
    """Those of ``names`` that ``text`` has as words."""
    return {name for name in names if re.search(rf"\b{re.escape(name)}\b", text)}


def _meant(question: str, changed: tuple[str, ...], tables: Mapping[str, Any]) -> tuple[str, ...]:
    """Of what was changed the tables that the question names, where it names some."""
    named = _named(tables, question)
    return tuple(name for name in changed if name in named) if named else changed


_COUNTED = re.compile(r"(?:\[|, )(['\"])[^'\"\[\]]+\1\]\.(?:count|size)\b")
"""A column of which only the rows are counted: that says nothing of its values."""


def _passed_over(question: str, call: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """Values that the question speaks of and that the program does not look at, nor at their column."""
    if SAID_TO_BE_ONE.search(question.lower()):
        return
    asked, program = loose_phrases(question), call.casefold()
    looked = _COUNTED.sub("", program)
    for name, table in tables.items():
        if not hasattr(table, "iloc") or not re.search(rf"\b{re.escape(name.casefold())}\b", program):
            continue
        for column, texts in zip(*_texts(table), strict=True):
            if len(texts) > MANY:
                continue
            spoken = [text for text in mentioned(texts, asked) if names_value(text, question)]
            left = [text for text in spoken if folded(text) not in program]
            if left and len(left) < len(spoken):
                yield f"the question speaks of {left[0]!r} too (column `{column}`), which the program does not look at"
            if str(column).casefold() in looked or str(column).casefold() in asked:
                continue
            if left and not _names_something(left[0], tables):
                yield f"the question speaks of {left[0]!r} (column `{column}`), which the program does not look at"


_GROUPED = re.compile(r"\.groupby\(\[?['\"]([^'\"]+)['\"]")


def _grouped_no_more(trouble: str, call: str) -> Iterator[str]:
    """What a failed cell grouped by, and the program that puts it right does not."""
    found = _GROUPED.search(trouble)
    if found and not re.search(r"groupby|pivot|resample|crosstab|value_counts", call):
        yield f"the cell that failed groups by `{found[1]}`: keep that, change only what failed"


def _says_nothing(seen: Observation) -> bool:
    return seen.text.startswith(SILENT) or not seen.text.strip()


def _unused(question: str, call: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """Tables that the question names and that a program on other tables does not look at."""
    words = set(re.findall(r"\w+", question.casefold()))
    used = _named(tables, call)
    for name in tables:
        spoken = len(name) > 2 and (name.casefold() in words or names_deed(name, words))
        if used and spoken and name not in used and not _is_column(name, [tables[each] for each in used]):
            yield f"the question speaks of `{name}`, which the program does not look at"


def _made_anew(question: str, call: str, namespace: Mapping[str, Any]) -> Iterator[str]:
    """Variables that the question names and that a program makes anew before it has looked at them."""
    tree = parsed(call)
    if tree is None or CHANGES.search(question):
        return
    spoken = {word for word in re.findall(r"\w+", question) if len(word) > 2 and word in namespace}
    read: set[str] = set()
    for statement in tree.body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        read |= {node.id for node in names if isinstance(node.ctx, ast.Load)}
        for node in names if not _READS.search(ast.unparse(statement)) else ():
            if isinstance(node.ctx, ast.Store) and node.id in spoken - read:
                yield f"`{node.id}` is a variable of the notebook: use it, the program makes it anew"
                return


_READS = re.compile(r"\bread_sql\w*\(|\.sql\(|\btidy\.table\(")
"""What reads a table of a database, or of another library, into the variable that the question names."""

CHANGES = re.compile(
    r"\b(?:make|create|set|assign|store|save|call(?:ed)?|define|generate|load|read|into|as)\b", re.IGNORECASE
)
"""Words of whoever wants a variable made."""


def _is_column(name: str, tables: list[Any]) -> bool:
    """Whether a table's name is also that of a column of ``tables``, or of its values' plural."""
    columns = {str(column).casefold() for table in tables for column in columns_of(table)}
    return bool({name.casefold(), name.casefold().removesuffix("s")} & columns)


def _texts(table: Any) -> tuple[list[Any], list[list[Any]]]:
    """The columns of texts, and the different texts of each."""
    columns = [column for column in table.columns if getattr(table[column].dtype, "kind", "O") not in "iufbmMc"]
    return columns, [list(table[column].dropna().drop_duplicates()[: MANY + 1]) for column in columns]


def _names_something(text: str, tables: Mapping[str, Any]) -> bool:
    """Whether a value is also the name of a table or a column: then the question may mean that."""
    return bool({text.casefold(), f"{text.casefold()}s"} & names_of(tables))


def _both(what: str, result: Result | None) -> str:
    """The change, and what the program's last line came to besides."""
    return f"{what} ({result.said})" if result is not None and result.said else what
