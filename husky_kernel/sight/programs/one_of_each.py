"""Programs that keep one group alone where a result of each is asked for: a name beside the question is no filter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation, sentence_asking
from husky_kernel.sight.answers.groups_asked import groups


def one_of_each(asked: Expectation, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where ``program`` takes one value of the column that is asked "for each", and the sentence that asks
    does not name it.
    """
    sentence = sentence_asking(asked.question).casefold()
    for noun in asked.per:
        for _, column in groups(noun, tables):
            kept = re.search(rf"\[(['\"]){re.escape(str(column.name))}\1\]\s*==\s*(['\"])(.+?)\2", program)
            if kept and kept[3].casefold() not in sentence:
                yield f"each {column.name} is asked for: the program keeps only {kept[3]!r}"
                return
