"""Questions whose answer takes several facts: each fact is searched for, then the answer is said.

Passages come with the questions, right ones among wrong ones, so a search can be carried out: the query must bring the
passage that holds the fact among the first of its record's passages. That is what "retrieved" means on a trajectory.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from husky_kernel.agent.grammar import one_line
from husky_kernel.training.checks.expected import Expected, plain
from husky_kernel.training.converters.writing.naming import word_set
from husky_kernel.training.trajectories import Act, Draft, Unfit

FIRST = 3
"""Among so many first hits the passage must be."""

SHORT = 240
"""Characters of a passage that joins the history as it is."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(])")
_STOP = word_set("a an the of in on at for to is was are were who what when where which how did does do and or by with")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a record."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Hop:
    """A fact to look up: the question for it, queries that may find it, what is found, and the fact as a sentence."""

    question: str
    queries: tuple[str, ...]
    passage: Passage
    answer: str = ""
    sentence: str = ""


def draft(question: str, answer: str, hops: Sequence[Hop], passages: Sequence[Passage]) -> Draft:
    """The draft that looks up ``hops`` one after the other.

    Raises
    ------
    Unfit
        If a query does not bring its passage, or the last facts do not tell the answer.
    """
    if not hops:
        raise Unfit("no facts are annotated")
    acts = tuple(_act(hop, _query(hop, passages)) for hop in hops)
    told = plain(" ".join(f"{act.output} {act.found}" for act in acts))
    if plain(answer) not in ("yes", "no") and plain(answer) not in f"{told} {plain(question)}":
        raise Unfit("the facts do not tell the answer")
    expected = Expected("text", answer)
    return Draft(question.strip(), acts, (expected,), answer, checked=("retrieved",))


def best(query: str, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that fit ``query`` best, by words they share with it, rare ones counting more."""
    bags = [Counter(_words(f"{passage.title} {passage.title} {passage.text}")) for passage in passages]
    spread = Counter(word for bag in bags for word in bag)
    wanted = set(_words(query))

    def score(bag: Counter[str]) -> float:
        size = 0.25 + 0.75 * sum(bag.values()) / (1 + sum(sum(one.values()) for one in bags) / len(bags))
        return sum(math.log(1 + len(bags) / spread[w]) * bag[w] / (bag[w] + 1.2 * size) for w in wanted if bag[w])

    ranked = sorted(range(len(passages)), key=lambda i: -score(bags[i]))
    return [passages[i] for i in ranked[:FIRST] if score(bags[i]) > 0]


def sentence_with(answer: str, text: str) -> str:
    """The first sentence of ``text`` that has ``answer`` in it; the first of all if none has."""
    sentences = [one_line(sentence) for sentence in _SENTENCE.split(text) if sentence.strip()]
    wanted = plain(answer)
    return next((s for s in sentences if wanted and wanted in plain(s)), sentences[0] if sentences else "")


def keywords(question: str) -> str:
    """A short query for a question: its words without those that ask."""
    words = [word for word in re.findall(r"[\w'.&-]+", question) if word.casefold().strip("'.") not in _STOP]
    return " ".join(words).strip(" .?")


def _query(hop: Hop, passages: Sequence[Passage]) -> str:
    """The first of a hop's queries that brings its passage."""
    for query in hop.queries:
        if hop.passage in best(query, passages):
            return query
    raise Unfit("the query does not find the passage")


def _act(hop: Hop, query: str) -> Act:
    found = one_line(hop.passage.text)
    said = hop.sentence or (found if len(found) <= SHORT else sentence_with(hop.answer, hop.passage.text))
    if len(said) > 2 * SHORT:
        said = _around(hop.answer, said)
    if hop.answer and plain(hop.answer) not in plain(said):
        said = f"{said.rstrip('. ')}: {hop.answer}."
    text = one_line(hop.question)
    return Act("search", f"Find out: {text[:1].upper()}{text[1:]}", query, found, said, hop.passage.title)


def _around(answer: str, text: str) -> str:
    """The part of a long sentence that has ``answer`` in it."""
    place = text.casefold().find(answer.casefold()) if answer else 0
    start = max(0, place - SHORT // 2)
    cut = text[start : start + SHORT]
    return f"{'… ' if start else ''}{cut.partition(' ')[2] if start else cut} …"


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in _STOP]
