"""The ways in which a program is put right without a model, where its failure says how."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from husky_kernel.agent.protocols import Repair
from husky_kernel.modules.repairs.asked.assigning import with_assignment, with_kept
from husky_kernel.modules.repairs.asked.counting import with_count
from husky_kernel.modules.repairs.asked.in_order import with_order
from husky_kernel.modules.repairs.asked.rows_of import with_rows
from husky_kernel.modules.repairs.asked.together import with_all_values
from husky_kernel.modules.repairs.asked.whole import with_whole
from husky_kernel.modules.repairs.columns.asked_column import with_asked_column
from husky_kernel.modules.repairs.columns.columns import with_column
from husky_kernel.modules.repairs.columns.dates_called import with_dates
from husky_kernel.modules.repairs.columns.dropping import with_ignored
from husky_kernel.modules.repairs.columns.flags import with_flag
from husky_kernel.modules.repairs.columns.grouping import with_group
from husky_kernel.modules.repairs.columns.labels import with_labels
from husky_kernel.modules.repairs.columns.number_names import with_number
from husky_kernel.modules.repairs.columns.parts import with_part
from husky_kernel.modules.repairs.columns.selected import with_selected
from husky_kernel.modules.repairs.columns.subsets import with_lists
from husky_kernel.modules.repairs.syntax.closing import with_brackets
from husky_kernel.modules.repairs.syntax.conditions import with_conditions
from husky_kernel.modules.repairs.syntax.equations import with_equations
from husky_kernel.modules.repairs.syntax.imports import with_import
from husky_kernel.modules.repairs.syntax.names import with_name
from husky_kernel.modules.repairs.syntax.options import without_option
from husky_kernel.modules.repairs.syntax.symbols import with_missing_symbols
from husky_kernel.modules.repairs.values.blanks import without_blanks
from husky_kernel.modules.repairs.values.categories import with_present_categories
from husky_kernel.modules.repairs.values.converted import with_helper
from husky_kernel.modules.repairs.values.days import with_days
from husky_kernel.modules.repairs.values.durations import with_unit
from husky_kernel.modules.repairs.values.exploded import with_exploded
from husky_kernel.modules.repairs.values.factors import without_factor
from husky_kernel.modules.repairs.values.frequencies import with_frequency
from husky_kernel.modules.repairs.values.indexes import with_index
from husky_kernel.modules.repairs.values.members import with_members
from husky_kernel.modules.repairs.values.periods import with_periods
from husky_kernel.modules.repairs.values.plain_signs import with_plain_signs
from husky_kernel.modules.repairs.values.present import with_present
from husky_kernel.modules.repairs.values.readings import with_join, with_reader, with_reading
from husky_kernel.modules.repairs.values.scaled import with_product

REPAIRS: Mapping[str, tuple[Callable[[str, str], str | None], str]] = {
    "closing": (with_brackets, "a bracket that was missing"),
    "product": (with_product, "a product, of which a method is called"),
    "name": (with_name, "a variable's name"),
    "symbols": (with_missing_symbols, "symbols that were not defined"),
    "import": (with_import, "a forgotten import"),
    "number": (with_number, "a column's name, which is a number"),
    "column": (with_column, "the spelling of a column"),
    "dates": (with_dates, "the column that holds the dates, which is read"),
    "brackets": (with_conditions, "how conditions are joined"),
    "index": (with_index, "the dates, which are the index first"),
    "frequency": (with_frequency, "periods, which are brought to longer ones"),
    "labels": (with_labels, "a value of a column, which becomes the label of its row"),
    "flag": (with_flag, "a value of a column, with which that is compared"),
    "option": (without_option, "an option that a helper or a chart does not have"),
    "selected": (with_selected, "the column that is asked for, which is taken before its groups are summarised"),
    "part": (with_part, "a part of dates, which is no column"),
    "converted": (with_helper, "a conversion of texts, which takes more than plain digits"),
    "reader": (with_reader, "the helper that reads a column"),
    "reading": (with_reading, "columns of texts, which are read first"),
    "join": (with_join, "a column of another table, which is joined first"),
    "assignment": (with_assignment, "a change that was not kept"),
    "factor": (without_factor, "a factor that the numbers have already"),
    "group": (with_group, "the column that is grouped by"),
    "day": (with_days, "times, which are brought to their days"),
    "period": (with_periods, "dates, which are put together by the period that is asked for"),
    "unit": (with_unit, "a duration, which is brought to a unit"),
    "blank": (without_blanks, "what was filled in, which stays missing"),
    "count": (with_count, "the rows that are asked for, which are counted"),
    "present": (with_present, "missing values, which are left out"),
    "signs": (with_plain_signs, "signs, which are looked for as they are"),
    "drop": (with_ignored, "a column to leave out, which is not there"),
    "rows": (with_rows, "the largest of each group, whose rows are taken"),
    "lists": (with_exploded, "lists, of which each member is counted"),
    "member": (with_members, "lists, in which a member is looked for"),
    "category": (with_present_categories, "categories, of which only those that occur are counted"),
    "whole": (with_whole, "groups, which are put together"),
    "order": (with_order, "weekdays or months, which are brought to their order"),
    "list": (with_lists, "the columns of groups, which are a list"),
    "equation": (with_equations, "an equation"),
    "asked": (with_asked_column, "the column that is asked for"),
    "values": (with_all_values, "values that were let go, which are all given"),
    "kept": (with_kept, "a changed table that was not kept"),
}
"""The repairs by kind, in the order in which they are tried, and what each puts right."""

AGAIN: Mapping[str, int] = {"reading": 6}
"""Kinds that may be done so often: the next column of texts shows once those before it are read."""


def cured(call: str, failure: str, done: Sequence[str] = (), never: Collection[str] = ()) -> Repair | None:
    """A failed or doubted program put right without a model, where its failure says how; each kind once a program,
    those of :data:`AGAIN` oftener, and none of ``never``.
    """
    for kind, (cure, told) in REPAIRS.items():
        often = 0 if kind in never else AGAIN.get(kind, 1)
        text = cure(call, failure) if done.count(kind) < often else None
        if text is not None and text != call:
            new = [line.strip() for line in text.splitlines() if line not in call.splitlines()]
            return Repair(kind, text, told + (f": `{new[0]}`" if new else ""))
    return None
