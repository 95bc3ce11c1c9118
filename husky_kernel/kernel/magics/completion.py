"""What Tab offers in a question: tables, their columns, ``{variables}``, and the options of the magic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult

from husky_kernel.context.tables import columns_of, is_table
from husky_kernel.kernel.magics.options import USAGE

MOST = 60
"""So many columns of a table are offered."""

_QUESTION = re.compile(r"\s*%%husky\b")
_LINE = re.compile(r"\s*%husky +(?P<word>\w*)$")
_WORD = re.compile(r"(?P<word>--[\w-]*|\{?[^\W\d]\w*|\{)$")


def completed(context: CompletionContext, namespace: Mapping[str, Any]) -> SimpleMatcherResult:
    """For IPython's completer: nothing outside of our cells, and inside of them what is ours alone."""
    to_cursor = context.line_with_cursor[: context.cursor_position]
    before = "\n".join([*context.full_text.split("\n")[: context.cursor_line], to_cursor])
    found = list(offered(before, namespace))
    texts = [SimpleCompletion(text=text, type=kind) for text, kind in found]
    asks = bool(_QUESTION.match(context.full_text))
    return {"completions": texts, "matched_fragment": _fragment(before), "suppress": asks or bool(found)}


def _fragment(before: str) -> str:
    found = _LINE.search(before) or _WORD.search(before)
    return found["word"] if found else ""


def offered(before: str, namespace: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Texts that may take the place of the last word of ``before``, which ends at the cursor, each with its kind."""
    if found := _LINE.fullmatch(before):
        from husky_kernel.kernel.magics import words

        yield from ((name, "magic") for name in words.names() if name.startswith(found["word"]))
        return
    word = _fragment(before)
    if not word or not _QUESTION.match(before):
        return
    if word.startswith("--"):
        if "\n" not in before:
            yield from ((name, "magic") for name in re.findall(r"--[\w-]+", USAGE) if name.startswith(word))
        return
    public = {name: value for name, value in list(namespace.items()) if not name.startswith("_")}
    if word.startswith("{"):
        named = (name for name in public if name.casefold().startswith(word[1:].casefold()))
        yield from ((f"{{{name}}}", "instance") for name in named if not isinstance(public[name], ModuleType))
        return
    yield from _of_tables(word.casefold(), {name: value for name, value in public.items() if is_table(value)})


def _of_tables(word: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((name, "instance") for name in tables if name.casefold().startswith(word))
    columns = (
        str(column) for table in tables.values() for column in list(columns_of(table))[:MOST] if isinstance(column, str)
    )
    yield from ((name, "property") for name in dict.fromkeys(columns) if name.casefold().startswith(word))
