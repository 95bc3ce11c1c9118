"""Text from outside that a model may have obeyed: found in what it was shown, and in the step that it wrote.

Search results, names of columns, cells and files are data: they may be named in a step and quoted in code. Where such
text speaks to the model, or turns up as code or as what code acts on, the step may not do anything beyond the notebook
that nobody asked for (:mod:`~husky_kernel.trust.guard`). By itself that text stops nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from husky_kernel.agent.grammar import literals
from husky_kernel.agent.types import Step
from husky_kernel.trust.calls import Parsed, calls, parse
from husky_kernel.trust.commands import commands, programs, speaking
from husky_kernel.trust.flow import LENGTH, Flow
from husky_kernel.trust.runs import Index, Token, tokens

WORDS = 3
SHOWN = 120
"""Characters of one string that a card shows."""

BLOB = 24
"""Characters from which on a string of one word may hold a program."""

MOST = 100_000
"""Characters in which the strings of a step are looked for, those seen last first."""


def outside_of(context: str, steps: Iterable[Step]) -> tuple[str, ...]:
    """What the models have seen from outside: names and values in the description of variables, what tools returned.

    Of an error message only what stands in quotation marks: the rest are the words of a library.
    """
    names = (literal[1:-1] for literal in literals(context))
    return tuple(text for text in (*names, *(text for step in steps for text in _returned(step))) if text.strip())


def _returned(step: Step) -> Iterator[str]:
    error = step.error or ""
    if step.status != "failed" or not error:
        yield step.observation
        return
    yield step.observation.removesuffix(error)
    yield from (literal[1:-1] for literal in literals(error))


def strangers(steps: Iterable[Step]) -> tuple[str, ...]:
    """What searches have found: anybody may have written it."""
    return _shown(step.observation for step in steps if step.tool == "search" and step.observation.strip())


def suspicious(outside: Iterable[str]) -> tuple[str, ...]:
    """The sentences of outside text that speak to the model or are code, whether a step carries them or not."""
    return _shown(sentence for text in outside for sentence in speaking(text))


def carried(step: str, code: str | None, outside: Iterable[str], question: str = "") -> tuple[str, ...]:
    """The strings of ``outside`` that a step's text or ``code`` carries beyond a plain literal; most often none.

    What the question says itself is the person's own. ``code`` is Python, magics allowed; None for other tools.
    """
    texts = list(_last(outside))
    found = list(_in_words(step, texts, question))
    if code is not None:
        found += _in_code(code, texts, question)
    return _shown(found)


def _last(outside: Iterable[str]) -> Iterator[str]:
    room = MOST
    for text in reversed(tuple(outside)):
        if room <= 0:
            return
        yield text[:room]
        room -= len(text)


def _shown(found: Iterable[str]) -> tuple[str, ...]:
    lines = (" ".join(text.split()) for text in found)
    return tuple(dict.fromkeys(line if len(line) <= SHOWN else line[: SHOWN - 1] + "…" for line in lines))


def _in_words(step: str, texts: list[str], question: str) -> Iterator[str]:
    """Only what commands: to name a value, however long, is what a step is for."""
    yield from (run for run in _shared(step, texts, question, WORDS) if commands(run))


def _shared(text: str, others: list[str], question: str, size: int) -> Iterator[str]:
    said, asked = tokens(text), Index([question], 1)
    for start, end in Index(others, size).runs(said):
        run = said[start:end]
        if run[-1].end - run[0].start >= LENGTH and asked.runs(run) != [(0, len(run))]:
            yield text[run[0].start : run[-1].end]


def _in_code(code: str, texts: list[str], question: str) -> Iterator[str]:
    parsed = parse(code)
    for line in parsed.shell:
        yield from _shared(line, texts, question, 2)
    if parsed.tree is None:
        return
    yield from _blobs(parsed.tree, texts)
    yield from _as_code(parsed, texts, question)
    flow = Flow(parsed.tree, texts, question)
    for call in calls(parsed.tree):
        if call.kind is not None:
            yield from flow.into(call)


def _blobs(tree: ast.Module, texts: list[str]) -> Iterator[str]:
    """Long strings of one word that stand in outside text: what they encode, nobody sees."""
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and len(text) >= BLOB and " " not in text and any(text in other for other in texts):
            yield text


def _as_code(parsed: Parsed, texts: list[str], question: str) -> Iterator[str]:
    """Runs that stand in the code itself, not in its strings or comments."""
    said = _program(parsed)
    index, asked = Index(programs(texts), 2), Index([question], 2)
    for start, end in index.runs(said):
        run = said[start:end]
        text = parsed.source[run[0].start : run[-1].end]
        names = [token for token in run if token.text[0].isalpha() or token.text[0] == "_"]
        imports = run[0].text in ("import", "from")
        acts = len(run) >= 4 and len(names) >= 2 and any(token.text in "(=|;" for token in run)
        if (imports or acts) and len(text) >= LENGTH and asked.runs(run) != [(0, len(run))]:
            yield text


def _program(parsed: Parsed) -> list[Token]:
    """The tokens of the code without those in its strings and comments."""
    code, tree = parsed.source, parsed.tree or ast.Module([], [])
    starts = [0]
    for line in code.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(line: int, column: int) -> int:
        text = code[starts[line - 1] : starts[line]] if line < len(starts) else ""
        return starts[line - 1] + len(text.encode()[:column].decode("utf-8", "ignore"))

    literal: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and node.end_lineno:
            literal.update(range(place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset or 0)))
    return [token for token in tokens(_without_comments(code, literal)) if token.start not in literal]


def _without_comments(code: str, literal: set[int]) -> str:
    """The same length, blanks for comments."""
    signs, comment = [], False
    for at, sign in enumerate(code):
        comment = sign != "\n" and (comment or (sign == "#" and at not in literal))
        signs.append(" " if comment else sign)
    return "".join(signs)
