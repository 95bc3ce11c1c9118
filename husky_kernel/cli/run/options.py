"""What ``husky run`` can be told."""

from __future__ import annotations

from typing import Annotated

import typer

Question = Annotated[str | None, typer.Argument(help="The task in plain words.", show_default=False)]
Tables = Annotated[
    list[str] | None,
    typer.Option(
        "--table",
        "--csv",
        metavar="NAME=FILE",
        help="Load a file (CSV, XLSX, JSON, SQLite, Parquet, zip ...) as the DataFrame NAME. Repeat for several.",
    ),
]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="A model of `husky models list`, or a path to a .gguf file.")
]
MaxSteps = Annotated[int | None, typer.Option(metavar="N", min=1, max=100, help="Finish after so many steps.")]
Approve = Annotated[
    str | None,
    typer.Option(metavar="none|code|all", help="Ask before such steps; fails where there is no terminal to ask in."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the whole run as one JSON object.")]
File = Annotated[
    str | None,
    typer.Option(
        metavar="QUESTIONS",
        help='Solve each line of a file, or of standard input with "-": plain questions, or JSON with "question".',
    ),
]
Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=64, help="So many questions of --file at the same time.")
]
Examples = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Solved questions, of `husky train synthesize`: those like yours are shown to the coder."
    ),
]
NoCheck = Annotated[
    bool, typer.Option("--no-check", help="Solve each question once: faster, and slips are seen less often.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Fetch a missing model without asking.")]
