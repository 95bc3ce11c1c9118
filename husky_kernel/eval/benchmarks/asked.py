"""A question of a set in the reference's record format: ``{"index": 0, "question": "...", "answer": "18"}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Right = Callable[[str, str, str], bool]
"""The repaired metric: whether a text gives an answer to a question, in this order."""
RightAsReference = Callable[[str | None, str], bool]
"""The reference's metric: whether it would call a text right for an answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question whose tables and passages, if any, stand inside it."""

    index: int
    question: str
    answer: str
    right: Right
    right_as_reference: RightAsReference

    def namespaces(self) -> tuple[dict[str, Any], ...]:
        """Nothing but the question is given."""
        return ({},)

    def solved(self, fill: int, text: str | None, cells: Sequence[Any] | None = None) -> bool:
        """Whether ``text`` gives the answer; the values of a program's result count where it has any."""
        said = spoken(text, cells)
        return said is not None and self.right(said, self.answer, self.question)

    def solved_as_reference(self, text: str | None) -> bool:
        """Whether the reference's scoring would call ``text`` right."""
        return self.right_as_reference(text, self.answer)


def reader(right: Right, right_as_reference: RightAsReference) -> Callable[[int, Mapping[str, Any]], Asked]:
    """What reads the records of a set with these metrics; ``index`` serves where a record has none."""

    def read(index: int, record: Mapping[str, Any]) -> Asked:
        answer = answer_text(record["answer"])
        if not answer:
            raise ValueError("the answer is empty")
        index = int(record.get("index", index))
        return Asked(index, str(record["question"]), answer, right, right_as_reference)

    return read


def answer_text(answer: object) -> str:
    """A record's answer as text: true and false as yes and no, several answers with commas between.

    Raises
    ------
    ValueError
        If it is no text, number, truth value, or list of them.
    """
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, list):
        return ", ".join(map(answer_text, answer))
    if isinstance(answer, str | int | float):
        return str(answer).strip()
    raise ValueError(f"not an answer: {answer!r}")


def spoken(text: str | None, cells: Sequence[Any] | None) -> str | None:
    """A program's values as text, the text itself where there are none."""
    if not cells:
        return text
    return ", ".join(answer_text(cell) if isinstance(cell, bool) else str(cell) for cell in cells)
