"""2WikiMultihopQA: questions over two to four facts with their evidence (Ho et al. 2020, arXiv 2011.01060; Apache-2.0).

A record is ``{"question", "evidences", "context", "supporting_facts", "answer", ...}``, some with ``qa_pairs``. Worked
example: ``["Get Low", "performer", "Dillon Francis"]`` and ``["Dillon Francis", "date of birth", "October 5, 1987"]``
become the [search] steps "Find out: Who is the performer of the song Get Low?" and "Find out: What is the date of birth
of Dillon Francis?" with the query "Dillon Francis date of birth", and the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from husky_kernel.training.checks.expected import plain
from husky_kernel.training.converters.hops import Hop, Passage, draft
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.trajectories import Draft, Unfit


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one."""
    if not record.get("context"):
        raise Unfit("no passages are given")
    passages = [Passage(str(title), " ".join(map(str.strip, sentences))) for title, sentences in record["context"]]
    supporting = {str(title) for title, _ in record["supporting_facts"]}
    right = [passage for passage in passages if passage.title in supporting]
    pairs = record.get("qa_pairs") or []
    evidences = [(str(thing), str(relation), str(value)) for thing, relation, value in record["evidences"]]
    matched = pairs if len(pairs) == len(evidences) else [None] * len(evidences)
    hops = [_hop(*evidence, pair, right) for evidence, pair in zip(evidences, matched, strict=True)]
    return draft(str(record["question"]), str(record["answer"]), hops, passages)


def _hop(thing: str, relation: str, value: str, pair: Mapping[str, str] | None, right: Sequence[Passage]) -> Hop:
    passage = _passage(thing, value, right)
    question = str(pair["question"]) if pair else f"What is the {relation} of {thing}?"
    sentence = str(pair["answer"]).rstrip(". ") + "." if pair else f"The {relation} of {thing} is {value}."
    return Hop(question, (f"{thing} {relation}", thing), passage, value, sentence)


def _passage(thing: str, value: str, right: Sequence[Passage]) -> Passage:
    """The supporting passage about a thing: the one called like it, or else one that has its value."""
    name = plain(thing)
    called = [p for p in right if plain(p.title) == name] or [p for p in right if plain(p.title).startswith(name)]
    telling = [p for p in called or right if plain(value) in plain(p.text)]
    found = telling or called
    if not found:
        raise Unfit("no passage has the fact")
    return found[0]


SOURCE = Source("2wiki", "Apache-2.0", ("2wiki*",), convert)
