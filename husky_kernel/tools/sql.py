"""The SQL tool: asks a database, or tables, by one query that only reads; the result is a table."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from husky_kernel.agent.effects import Effects
from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Observation
from husky_kernel.libraries.queries import QueryError, is_asked_by_sql, query
from husky_kernel.tools.output.result import result_of
from husky_kernel.tools.registry import ToolContext

_MINE = "Variables:\nstays: table of the database lodge, 2,400,000 rows x 4 columns\n"
_MINE += (
    "  'guest' (int64): 1 … 9000; 'room' (text): 'A1', 'B2', …; 'nights' (int64): 1 … 14; 'paid' (float64): 40 … 2100"
)
_TWO = f"{_MINE}\nrooms: table of the database lodge, 60 rows x 2 columns\n"
_TWO += "  'room' (text): 'A1', 'B2', …; 'floor' (int64): 1 … 4"


def from_context(context: ToolContext) -> SqlTool:
    """The tool for the variables of the shell of ``context``: what the entry point names."""
    return SqlTool(context.shell)


class SqlTool:
    """Asks the databases and tables among the variables of ``shell``. It is offered where there are any."""

    name = "sql"
    description = "Ask a database, or a table too large for memory, by one SQL query."
    executes = True
    converses = True
    instructions = (
        "You write one SQL query that answers the question. It only reads. Use the tables and columns that are listed, "
        "spelled as they are. Give each computed column a name. Reply with SQL only."
    )
    examples: Sequence[Example] = (
        Example(
            "How many stays were longer than a week?", "SELECT count(*) AS n FROM stays WHERE nights > 7", "", _MINE
        ),
        Example(
            "Which room brought in most?",
            "SELECT room, sum(paid) AS paid FROM stays GROUP BY room ORDER BY paid DESC LIMIT 1",
            "",
            _MINE,
        ),
        Example(
            "What was paid per night on each floor?",
            "SELECT r.floor, sum(s.paid) / sum(s.nights) AS paid_per_night\n"
            "FROM stays AS s JOIN rooms AS r USING (room)\nGROUP BY r.floor ORDER BY r.floor",
            "",
            _TWO,
        ),
        Example(
            "What percentage of stays was shorter than two nights?",
            "SELECT 100.0 * avg(CASE WHEN nights < 2 THEN 1 ELSE 0 END) AS percent FROM stays",
            "",
            _MINE,
        ),
    )
    action_examples: Sequence[Example] = ()

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def wanted(self) -> bool:
        """Whether anything is there to be asked: a database, tables that are computed when they are asked for, or
        DuckDB itself, which somebody imported to ask by SQL.
        """
        values = list(getattr(self._shell, "user_ns", {}).values())
        return any(is_asked_by_sql(value) or _is_duckdb(value) for value in values)

    def run(self, call: str) -> Observation:
        """Run ``call``, one query. A value alone is that value, else the result is a table."""
        try:
            table = query(call, self._shell.user_ns)
        except QueryError as error:
            return Observation(str(error), ok=False, error=str(error))
        data, metadata = self._shell.display_formatter.format(table)
        shown = ({"output_type": "display_data", "data": data, "metadata": metadata},)
        value = table.iat[0, 0] if table.shape == (1, 1) else table
        value = value.item() if hasattr(value, "item") else value
        text = str(table.to_string(max_rows=20))
        return Observation(text, outputs=shown, result=result_of(value, shown), effects=Effects())


def _is_duckdb(value: object) -> bool:
    return isinstance(value, ModuleType) and value.__name__ == "duckdb"
