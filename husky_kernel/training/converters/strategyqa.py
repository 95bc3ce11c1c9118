"""StrategyQA: yes/no questions with a decomposition and facts (Geva et al. 2021, arXiv 2101.02235; MIT).

A record is ``{"question", "answer", "facts", "decomposition", "evidence", ...}``. Worked example: "Could the members of
The Police perform lawful arrests?" with the parts "Who can perform lawful arrests?" and "Are members of The Police also
#1?" becomes a [search] step for each part that a fact answers and one [commonsense] step for each that no source was
found for, then ``no``. ``#1`` is told in words ("the person who can perform lawful arrests"), since parts have no
answers of their own. The last comparison is left to the finish. Checked is that every fact belongs to a part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from husky_kernel.agent.grammar import one_line
from husky_kernel.training.checks.expected import Expected, plain
from husky_kernel.training.converters.hops import keywords
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing.naming import word_set
from husky_kernel.training.trajectories import Act, Draft, Unfit

_WHAT = re.compile(r"^(?:what|which)\s+(?:is|are|was|were)\s+(.*)$", re.IGNORECASE)
_WHO = re.compile(r"^who\s+(?:is|are|was|were)\s+(.*)$", re.IGNORECASE)
_DOER = re.compile(r"^who\s+(.*)$", re.IGNORECASE)
_KIND = re.compile(r"^(?:what|which)\s+(\w+(?:\s(?:of|in|for)\s\w+)*)\s+(.*)$", re.IGNORECASE)
_MANY = re.compile(r"^how many\s+(.*)$", re.IGNORECASE)
_WHEN = re.compile(r"^(?:when|what year|in what year|which year)\s+(.*)$", re.IGNORECASE)
_WHERE = re.compile(r"^where\s+(.*)$", re.IGNORECASE)
_LIGHT = word_set("the and was were are for with that this from had has have did does not who what when")
_FORMS = (
    (_WHAT, "{}"),
    (_WHO, "{}"),
    (_DOER, "those who {}"),
    (_WHEN, "the time when {}"),
    (_MANY, "the number of {}"),
    (_WHERE, "the place where {}"),
)


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one."""
    facts = [one_line(str(fact)) for fact in record["facts"] if str(fact).strip()]
    parts = _told([one_line(str(part)) for part in record["decomposition"]])
    sources = _has_sources(record.get("evidence") or [], len(parts))
    if not facts or not parts:
        raise Unfit("no facts are annotated")
    answer = "yes" if record["answer"] is True else "no" if record["answer"] is False else None
    if answer is None:
        raise ValueError("the answer is neither yes nor no")
    placed = _placed(facts, parts, sources, str(record["question"]))
    acts = tuple(_act(parts[place], " ".join(said), sources[place], record) for place, said in sorted(placed.items()))
    question = str(record["question"]).strip()
    return Draft(question, acts, (Expected("text", answer),), answer, checked=("aligned",))


def _act(part: str, fact: str, sourced: bool, record: Mapping[str, Any]) -> Act:
    if not sourced:
        return Act("commonsense", f"Say: {part}", fact)
    return Act("search", f"Find out: {part}", keywords(part), fact, "", str(record.get("term") or "fact"))


def _told(parts: Sequence[str]) -> list[str]:
    """The parts with ``#1`` told in words."""
    told: list[str] = []
    for part in parts:
        told.append(re.sub(r"#(\d+)", lambda match: _in_words(int(match[1]), told), part))
    return told


def _in_words(number: int, told: Sequence[str]) -> str:
    if not 0 < number <= len(told):
        raise Unfit("a step refers to one that is not there")
    part = told[number - 1].rstrip("?. ")
    for form, words in _FORMS:
        if match := form.match(part):
            return words.format(match[1])
    kind = _KIND.match(part)
    return f"the {kind[1]} that {kind[2]}" if kind else "that"


def _has_sources(evidence: Sequence[Any], count: int) -> list[bool]:
    """For each part, whether any annotator found a paragraph for it."""
    found = [False] * count
    for annotator in evidence:
        for place, entries in enumerate(annotator[:count]):
            found[place] = found[place] or any(isinstance(entry, list) for entry in entries)
    return found


def _placed(facts: Sequence[str], parts: Sequence[str], sources: Sequence[bool], question: str) -> dict[int, list[str]]:
    """Each fact at the part it shares most words with, in order where that decides nothing.

    A last part without a source only draws the conclusion, and gets none.

    Raises
    ------
    Unfit
        If a fact shares no word of weight with the question, its part or the parts before.
    """
    count = len(parts) if sources[-1] or len(parts) == 1 else len(parts) - 1
    placed: dict[int, list[str]] = {}
    for number, fact in enumerate(facts):
        words = _weighty(fact)
        usual = min(number, count - 1)
        place = max(range(count), key=lambda i: (2 * len(words & _weighty(parts[i])) - abs(i - usual), -i))
        if not words & {word for part in (question, *parts[: place + 1]) for word in _weighty(part)}:
            raise Unfit("a fact belongs to no part")
        placed.setdefault(place, []).append(fact if fact.endswith((".", "!", "?")) else f"{fact}.")
    return placed


def _weighty(text: str) -> set[str]:
    """Beginnings of the words that say something: plurals and the like count as the same."""
    return {word[:6].rstrip("s") for word in plain(text).split() if len(word) > 2 and word not in _LIGHT}


SOURCE = Source("strategyqa_train", "MIT", ("strategyqa_train*",), convert)
