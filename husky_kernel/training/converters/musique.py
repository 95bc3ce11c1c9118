"""MuSiQue: questions composed of two to four others (Trivedi et al. 2022, arXiv 2108.00573; CC BY 4.0).

A record is ``{"question", "question_decomposition", "paragraphs", "answer", ...}``. Worked example: "Who is the sibling
of the actress who played Susan Walker?" with "who played susan walker" -> "Natalie Wood" and "#1 >> sibling" -> "Lana
Wood" becomes two [search] steps, "Find out: Who played susan walker" and "Find out: What is the sibling of Natalie
Wood?", and the answer. Answers of earlier questions stand in the place of ``#1``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from husky_kernel.training.converters.hops import Hop, Passage, draft, keywords
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.trajectories import Draft, Unfit

_RELATIONS = {
    "located in the administrative territorial entity": "In which administrative area is {}?",
    "located in or next to body of water": "At which body of water is {}?",
    "country of citizenship": "Of which country is {} a citizen?",
    "educated at": "Where was {} educated?",
    "cast member": "Who acted in {}?",
    "performer": "Who performed {}?",
    "part of": "What is {} part of?",
    "instance of": "What kind of thing is {}?",
    "named after": "What is {} named after?",
    "followed by": "What followed {}?",
    "member of political party": "Which political party was {} a member of?",
    "member of sports team": "Which team did {} play for?",
}
"""Relations that do not read well as "the ... of"."""


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one."""
    passages = [Passage(str(p["title"]), str(p["paragraph_text"])) for p in record["paragraphs"]]
    answers: list[str] = []
    hops: list[Hop] = []
    for part in record["question_decomposition"]:
        support = part["paragraph_support_idx"]
        if support is None:
            raise Unfit("no facts are annotated")
        question, queries = _asked(str(part["question"]), answers)
        hops.append(Hop(question, queries, passages[int(support)], str(part["answer"])))
        answers.append(str(part["answer"]))
    return draft(str(record["question"]), str(record["answer"]), hops, passages)


def _asked(text: str, answers: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A part's question with earlier answers put in, and queries for it."""
    whole = re.sub(r"#(\d)", lambda match: _earlier(int(match[1]), answers), text).strip()
    thing, arrow, relation = (part.strip() for part in whole.partition(">>"))
    if arrow:
        form = _RELATIONS.get(relation, f"What is the {relation} of {{}}?")
        return form.format(thing), (f"{thing} {relation}", thing)
    return f"{whole.rstrip(' ?')}?", (keywords(whole), *re.findall(r"#?([A-Z][\w.'-]*(?: [A-Z][\w.'-]*)+)", whole))


def _earlier(number: int, answers: Sequence[str]) -> str:
    if number > len(answers):
        raise Unfit("a step refers to one that is not there")
    return answers[number - 1]


SOURCE = Source("musique", "CC BY 4.0", ("musique_train*", "musique_dev*"), convert)
