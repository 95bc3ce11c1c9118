"""What a step changed, in the words of an answer: from the comparison with before, not from a model."""

from __future__ import annotations

from collections.abc import Iterator

from husky_kernel.agent.effects import Effects, TableChange

WROTE = "wrote "
"""How the text of a file that was written begins."""


def changes_told(effects: Effects) -> str:
    """One line: "orders: 423 -> 420 rows; amount: text -> float64"; empty where nothing of the user's was changed."""
    parts = [f"{table.name}: {', '.join(_table(table))}" for table in effects.tables]
    known = {table.name for table in effects.tables}
    parts += [f"{name}: changed" for name in effects.changed if name not in known]
    parts += [f"{name}: deleted" for name in effects.deleted]
    return "; ".join(parts)


def files_told(effects: Effects) -> str:
    """The files that were written; empty where none was."""
    return "; ".join(files_of(effects))


def files_of(effects: Effects) -> tuple[str, ...]:
    """A text for each file that was written."""
    return tuple(text for text in effects.outside if text.startswith(WROTE))


def _table(table: TableChange) -> Iterator[str]:
    before, after = table.rows
    if before != after:
        what = "removed" if after < before else "added"
        yield f"{abs(before - after):,} {'row' if abs(before - after) == 1 else 'rows'} {what}, {before:,} -> {after:,}"
    yield from (f"{column} added" for column in table.added)
    yield from (f"{column} removed" for column in table.removed)
    yield from (f"{column}: {old} -> {new}" for column, (old, new) in table.dtypes.items())
    if table.nulls[0] != table.nulls[1]:
        yield f"missing values {table.nulls[0]:,} -> {table.nulls[1]:,}"
    if table.cells:
        yield f"{table.cells:,} cells changed"
    if before == after and not (table.added or table.removed or table.dtypes or table.cells):
        yield "no cell changed" if table.cells == 0 else "changed"
