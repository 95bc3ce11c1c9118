"""TAT-QA: questions on tables and text of financial reports (Zhu et al. 2021, arXiv 2105.07624; CC BY 4.0).

A record is ``{"table", "paragraphs", "question", "answer", "derivation", "answer_type", "scale", ...}``. Worked
example: the derivation ``(392+418) / 2`` with the answer 405 becomes::

    net_income_2019 = 392
    net_income_2018 = 418
    round((net_income_2019 + net_income_2018) / 2, 2)

A count (``2019##2018``) is the length of a list, and a span is read off by common sense: it must stand in the table or
the text word for word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from husky_kernel.agent.grammar import one_line
from husky_kernel.training.checks.expected import Expected, plain
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing import arithmetic, tables
from husky_kernel.training.converters.writing.givens import Givens
from husky_kernel.training.trajectories import Act, Draft, Unfit

LONGEST = 8_000
"""Characters of a question with its table and text."""

LONGEST_SPAN = 240


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one."""
    asked = one_line(str(record["question"]))
    paragraphs = [one_line(str(paragraph)) for paragraph in record["paragraphs"]]
    question = "\n".join([*paragraphs, tables.printed(record["table"]), asked])
    if len(question) > LONGEST:
        raise Unfit("the question is long")
    match record["answer_type"]:
        case "arithmetic":
            act, expected = _arithmetic(record, asked, "\n".join([asked, *paragraphs]))
        case "count":
            act, expected = _count(record, asked, question)
        case _:
            return _span(record, asked, question)
    return Draft(question, (act,), (expected,), checked=("grounded",))


def _arithmetic(record: Mapping[str, Any], asked: str, text: str) -> tuple[Act, Expected]:
    tree = arithmetic.read(str(record["derivation"]))
    taken: set[str] = set()
    cells, givens = tables.Cells(record["table"], taken), Givens(text, taken)
    linked = arithmetic.link(tree, lambda value: cells.name(value) or _given(givens, value))
    answer = float(str(record["answer"]).replace(",", ""))
    code = f"round({arithmetic.write(linked)}, 2)" if "/" in arithmetic.write(linked) else arithmetic.write(linked)
    if not isinstance(arithmetic.compute(tree), int) and "/" not in code:
        code = f"round({code}, 2)"
    program = "\n".join([*cells.lines(), *givens.lines(), code])
    return Act("code", f"Compute from the table and the text: {asked}", program), Expected("number", answer, 2)


def _given(givens: Givens, value: float) -> str | None:
    return None if value in (0, 1, 2, 3, 4, 100, 1000) else givens.name(value)


def _count(record: Mapping[str, Any], asked: str, question: str) -> tuple[Act, Expected]:
    items = [one_line(item) for item in str(record["derivation"]).split("##") if item.strip()]
    _need(items, question)
    listed = [int(item) if item.isdecimal() else item for item in items]
    act = Act("code", f"List and count what is asked for: {asked}", f"found = {listed!r}\nlen(found)")
    return act, Expected("number", float(record["answer"]))


def _span(record: Mapping[str, Any], asked: str, question: str) -> Draft:
    spans = [one_line(str(span)) for span in _listed(record["answer"])]
    _need(spans, question)
    answer = ", ".join(spans)
    if len(answer) > LONGEST_SPAN:
        raise Unfit("the answer is long")
    act = Act("commonsense", f"Read off the table and the text: {asked}", answer)
    return Draft(question, (act,), (Expected("text", answer),), answer, checked=("grounded",))


def _listed(answer: object) -> Sequence[object]:
    return answer if isinstance(answer, list) else [answer]


def _need(items: Sequence[str], question: str) -> None:
    shown = f" {plain(question)} "
    if not items or not all(f" {plain(item)} " in shown for item in items):
        raise Unfit("the answer does not stand in the question")


SOURCE = Source("tatqa_testgold", "CC BY 4.0", ("tatqa*",), convert)
