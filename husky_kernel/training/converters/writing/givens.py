"""The numbers that a question gives, as named variables at the head of a program."""

from __future__ import annotations

import re

from husky_kernel.training.converters.writing import naming
from husky_kernel.training.converters.writing.arithmetic import is_near

_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?|(?<![\w.])\.\d+")
_PERCENT = re.compile(r"\s*(?:%|percent|per cent)")


class Givens:
    """Names the numbers of ``question`` when a program asks for them, in the order of the asking."""

    def __init__(self, question: str, taken: set[str] | None = None) -> None:
        self._question = question
        self._taken = set() if taken is None else taken
        self._found = [(float(m[0].replace(",", "")), m) for m in _NUMBER.finditer(question)]
        self._named: dict[int, tuple[str, float]] = {}

    def name(self, number: float) -> str | None:
        """The variable for ``number``; None where the question does not give it.

        Where it is given more than once, each place is used once before any is used again.
        """
        places = [i for i, (value, _) in enumerate(self._found) if is_near(value, number)]
        if not places:
            return None
        place = next((i for i in places if i not in self._named), places[-1])
        if place not in self._named:
            self._named[place] = (self._new(self._found[place][1]), number)
        return self._named[place][0]

    def lines(self) -> list[str]:
        """The assignments, in the order of the question."""
        shown = sorted(self._named.items())
        return [f"{name} = {int(value) if float(value).is_integer() else value}" for _, (name, value) in shown]

    def _new(self, match: re.Match[str]) -> str:
        ahead, behind = self._question[: match.start()], self._question[match.end() :]
        if percent := _PERCENT.match(behind):
            name = naming.around(ahead, behind[percent.end() :], self._taken)
            return naming.free(f"percent_{name}" if name else "percent", self._taken)
        return naming.free(naming.around(ahead, behind, self._taken), self._taken)
