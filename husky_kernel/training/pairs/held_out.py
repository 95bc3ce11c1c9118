"""Corrections kept back from training, and how near a model's own words come to them.

Whole questions are kept back, so that nothing of a held-out correction is in the training data; which ones, their
checksum decides, so that the same are kept back the next time. The measure: for code, how alike two programs are once
comments and layout are gone; for steps, nothing for another tool, else how alike the words are (0 to 1).
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.assembly import Agent
from husky_kernel.corrections import Correction
from husky_kernel.modules.expert import block
from husky_kernel.training.pairs.correction_pairs import asked

SHARE = 0.2
"""Of the corrections, at least; never fewer than one."""


def split(items: Sequence[Correction]) -> tuple[list[Correction], list[Correction]]:
    """Corrections to train on, and corrections to check with.

    Raises
    ------
    UseError
        If they are all of one question: then there is nothing to check with.
    """
    questions = sorted({_question(item) for item in items}, key=_checksum)
    if len(questions) < 2:
        raise UseError("all corrections are of one question: correct runs of another one too, to check with")
    kept_back: set[str] = set()
    for question in questions[:-1]:
        kept_back.add(question)
        if sum(_question(item) in kept_back for item in items) >= SHARE * len(items):
            break
    train = [item for item in items if _question(item) not in kept_back]
    return train, [item for item in items if _question(item) in kept_back]


def score(agent: Agent, items: Sequence[Correction]) -> float:
    """How near the agent's module comes to what the person wrote, on average; 0 for no items."""
    found = [_score(agent, item) for item in items]
    return sum(found) / len(found) if found else 0.0


def _score(agent: Agent, item: Correction) -> float:
    profile = agent.profiles.get(item.module, agent.profiles["action"])
    request, wanted = asked(item, profile)
    said = agent.engine(item.module).generate(request).text
    return likeness(item.module, request.prefill + said if item.module == "action" else block(said), wanted)


def likeness(module: str, said: str, wanted: str) -> float:
    """How alike two texts of a module are, from 0 to 1."""
    if module == "code":
        return SequenceMatcher(None, _plain(said), _plain(wanted), autojunk=False).ratio()
    said, wanted = one_line(said).lower(), one_line(wanted).lower()
    if module == "action" and said.partition("]")[0] != wanted.partition("]")[0]:
        return 0.0
    return SequenceMatcher(None, said, wanted, autojunk=False).ratio()


def _plain(code: str) -> str:
    try:
        return ast.unparse(ast.parse(code))
    except (SyntaxError, ValueError):
        return code.strip()


def _question(item: Correction) -> str:
    return one_line(item.question).lower()


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
