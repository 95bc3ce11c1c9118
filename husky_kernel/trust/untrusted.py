"""Steps that carry text from outside further than data should go.

Search results, names of columns, cells and files are data: they may be named in a step and quoted in code. Where such
text speaks to the model and turns up in a step's words, where it turns up as code, or where it is handed to something
that runs, sends or deletes, a person should look first. A model may also put it in words of its own: that is seen only
by what the code then does (:func:`~husky_kernel.trust.calls.reaches_out`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from husky_kernel.agent.grammar import literals
from husky_kernel.agent.types import Step
from husky_kernel.trust.calls import Parsed, calls, parse
from husky_kernel.trust.commands import commands, instructions, programs, within
from husky_kernel.trust.flow import LENGTH, Flow
from husky_kernel.trust.runs import Index, Token, tokens

WORDS = 3
SHOWN = 120
"""Characters of one string that a card shows."""


def outside_of(context: str, steps: Iterable[Step]) -> tuple[str, ...]:
    """What the models have seen from outside: names and values in the description of variables, what tools returned."""
    names = (literal[1:-1] for literal in literals(context))
    return tuple(text for text in (*names, *(step.observation for step in steps)) if text.strip())


def suspicious(outside: Iterable[str]) -> tuple[str, ...]:
    """The sentences of outside text that speak to the model, whether a step carries them or not."""
    return _shown(instructions(outside))


def carried(step: str, code: str | None, outside: Iterable[str], question: str = "") -> tuple[str, ...]:
    """The strings of ``outside`` that a step's text or ``code`` carries beyond a plain literal; most often none.

    What the question says itself is the person's own. ``code`` is Python, magics allowed; None for other tools.
    """
    texts = list(within(outside))
    found = list(_in_words(step, texts, question))
    if code is not None:
        found += _in_code(code, texts, question)
    return _shown(found)


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
    yield from _as_code(parsed, texts, question)
    flow = Flow(parsed.tree, texts, question)
    for call in calls(parsed.tree):
        if call.kind is not None:
            yield from flow.into(call)


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
