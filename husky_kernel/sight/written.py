"""All that is seen of a program by its question, whatever it came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation
from husky_kernel.sight.answers.periods_asked import undated
from husky_kernel.sight.programs.by_period import by_period
from husky_kernel.sight.programs.conditions.limits import misread_limits
from husky_kernel.sight.programs.conditions.literals import unasked_names, unasked_years
from husky_kernel.sight.programs.conditions.never_there import never_there
from husky_kernel.sight.programs.conditions.patterns import patterns
from husky_kernel.sight.programs.counted import added_up, all_rows, counted, marks_added_up, not_counted, told_apart
from husky_kernel.sight.programs.counted_again import counted_again
from husky_kernel.sight.programs.cut_off import cut_off
from husky_kernel.sight.programs.directions import directions
from husky_kernel.sight.programs.filled import filled
from husky_kernel.sight.programs.first_few import first_few
from husky_kernel.sight.programs.labels import compared_labels
from husky_kernel.sight.programs.lacking import lacking
from husky_kernel.sight.programs.let_go import let_go
from husky_kernel.sight.programs.numbered import numbered, unasked_range
from husky_kernel.sight.programs.one_for_all import one_for_all
from husky_kernel.sight.programs.one_of_each import one_of_each
from husky_kernel.sight.programs.out_of_order import out_of_order
from husky_kernel.sight.programs.planned import planned
from husky_kernel.sight.programs.singly import singly
from husky_kernel.sight.programs.unnamed import unnamed
from husky_kernel.sight.readers import misread
from husky_kernel.sight.scales import held_already, scaled_twice
from husky_kernel.sight.several_each import several_each
from husky_kernel.sight.unaveraged import unaveraged
from husky_kernel.sight.unconditioned import unconditioned
from husky_kernel.sight.ungathered import ungathered
from husky_kernel.sight.unrated import unrated
from husky_kernel.sight.unweighted import unweighted


@dataclass(frozen=True, slots=True)
class Written:
    """A program, the question that it was written for, with all that was ``spoken`` before, and the user's tables."""

    question: str
    asked: Expectation
    program: str
    tables: Mapping[str, Any]
    spoken: str


LOOKS: tuple[Callable[[Written], Iterable[str]], ...] = (
    lambda at: directions(at.question, at.program),
    lambda at: counted(at.question, at.program, at.tables),
    lambda at: not_counted(at.question, at.program),
    lambda at: added_up(at.question, at.program, at.tables),
    lambda at: all_rows(at.program),
    lambda at: marks_added_up(at.question, at.program, at.tables),
    lambda at: told_apart(at.question, at.program, at.tables),
    lambda at: counted_again(at.program, at.tables, at.question),
    lambda at: never_there(at.program),
    lambda at: singly(at.question, at.program),
    lambda at: by_period(at.asked, at.program, at.tables),
    lambda at: one_of_each(at.asked, at.program, at.tables),
    lambda at: lacking(at.question, at.program, at.tables),
    lambda at: several_each(at.question, at.program, at.tables),
    lambda at: numbered(at.question, at.program, at.tables),
    lambda at: unasked_range(at.question, at.program),
    lambda at: planned(at.question, at.program, at.tables),
    lambda at: patterns(at.question, at.program),
    lambda at: misread(at.program, at.tables),
    lambda at: ungathered(at.question, at.program, at.tables),
    lambda at: unconditioned(at.question, at.program),
    lambda at: unaveraged(at.question, at.program, at.tables),
    lambda at: unweighted(at.question, at.program),
    lambda at: unrated(at.question, at.program, at.tables),
    lambda at: undated(at.asked, at.program, at.tables),
    lambda at: unasked_years(at.spoken, at.program),
    lambda at: unasked_names(at.spoken, at.program, at.tables),
    lambda at: misread_limits(at.question, at.program, at.tables),
    lambda at: scaled_twice(at.question, at.program, at.tables),
    lambda at: held_already(at.question, at.program, at.tables),
    lambda at: compared_labels(at.program),
    lambda at: cut_off(at.question, at.program),
    lambda at: first_few(at.question, at.program),
    lambda at: one_for_all(at.program),
    lambda at: out_of_order(at.program),
    lambda at: unnamed(at.program),
    lambda at: let_go(at.program),
    lambda at: filled(at.question, at.program, at.asked.change),
)
"""In the order in which they are told."""


def against(written: Written) -> Iterator[str]:
    """What speaks against a program: a sentence each."""
    for look in LOOKS:
        yield from look(written)
