"""HotpotQA: questions over two passages (Yang et al. 2018, arXiv 1809.09600; CC BY-SA 4.0).

A record is ``{"question", "answer", "context", "supporting_facts"}``, or, without the other passages, ``{"question",
"answer", "evidence"}``. Worked example: "Chikku Bhukku is based on a 2003 movie, which was directed by whom?" with "The
movie is based on the movie The Classic." and "The Classic is a movie directed by Kwak Jae-yong." becomes two [search]
steps and the answer. There is no decomposition: a step looks up a name that the question or an earlier fact tells, and
a fact that no such name leads to makes the record unfit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

from husky_kernel.training.checks.expected import plain
from husky_kernel.training.converters.hops import Hop, Passage, draft
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing.naming import word_set
from husky_kernel.training.trajectories import Draft, Unfit

MOST = 4
"""Facts of a record."""

_NAME = re.compile(r"[A-Z0-9][\w'’&-]*(?:(?:[ .,]+(?:of|the|and|in|for|de|von|van))?[ .,]{1,2}[A-Z0-9][\w'’&-]*)*")
_VAGUE = word_set("he she it they his her its their this these in as at on after before with from by")
_ARTICLES = word_set("a an the")


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one."""
    question, answer = str(record["question"]).strip(), str(record["answer"]).strip()
    if "evidence" in record:
        passages = [Passage("", str(text).strip()) for text in record["evidence"]]
        facts = [(passage, passage.text) for passage in passages]
    else:
        passages = [Passage(str(title), " ".join(map(str.strip, texts))) for title, texts in record["context"]]
        facts = _supporting(record, passages)
    if len(facts) > MOST:
        raise Unfit("many facts")
    names, ordered = _chained(question, answer, facts)
    hops = [
        Hop(f"What is known about {name}?", (name,), Passage(passage.title or name, passage.text), "", sentence)
        for name, (passage, sentence) in zip(names, ordered, strict=True)
    ]
    known = [hop.passage for hop in hops] + [p for p in passages if all(p.text != hop.passage.text for hop in hops)]
    return draft(question, answer, hops, known)


def _supporting(record: Mapping[str, Any], passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """Each passage with supporting sentences, and these."""
    texts = {str(title): sentences for title, sentences in record["context"]}
    chosen: dict[str, list[str]] = {}
    for title, number in record["supporting_facts"]:
        if title not in texts or number >= len(texts[title]):
            raise Unfit("no passage has the fact")
        chosen.setdefault(title, []).append(str(texts[title][number]).strip())
    places = {passage.title: passage for passage in passages}
    return [(places[title], " ".join(sentences)) for title, sentences in chosen.items()]


def _chained(
    question: str, answer: str, facts: Sequence[tuple[Passage, str]]
) -> tuple[list[str], Sequence[tuple[Passage, str]]]:
    """An order of the facts in which the question or earlier facts tell what to look up, and the names that are.

    Orders in which the answer comes last are tried first.
    """
    wanted = plain(answer)
    orders = sorted(permutations(facts), key=lambda order: wanted not in plain(order[-1][1]))
    for order in orders:
        told, names = question, []
        for passage, sentence in order:
            names.append(_name(passage.title, sentence, told))
            told += f"\n{sentence}"
        if all(names):
            return names, order
    raise Unfit("a fact that nothing leads to")


def _name(title: str, sentence: str, told: str) -> str:
    """The title if it was told before, else the longest name of the sentence that was; empty if there is none."""
    context = f" {plain(told)} "
    found = [
        name.strip(" .,'’")
        for name in (title.partition(" (")[0], *_NAME.findall(sentence))
        if name.split() and name.split()[0].casefold() not in _VAGUE
    ]
    fit: list[str] = [name for name in found if f" {plain(name)} " in context and plain(name) not in _ARTICLES]
    if title and fit and fit[0] == title.partition(" (")[0]:
        return fit[0]
    return max(fit, key=len, default="")


SOURCE = Source("hotpotqa", "CC BY-SA 4.0", ("hotpot_train*", "hotpot_ecm*"), convert)
