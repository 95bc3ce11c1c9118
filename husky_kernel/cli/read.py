"""``husky read``: what is in a file."""

from __future__ import annotations

from typing import Annotated

import typer

File = Annotated[
    str, typer.Argument(help="A file with tables, such as CSV, XLSX, JSON, SQLite, Parquet, or a zip of these.")
]
Sheet = Annotated[str | None, typer.Option(metavar="NAME", help="The one sheet or table wanted of several.")]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="The encoding, such as cp1252.")]
Sep = Annotated[str | None, typer.Option(metavar="SIGN", help="The separator; \\t for tabs.")]
Decimal = Annotated[str | None, typer.Option(metavar="SIGN", help="The decimal sign: . or ,")]
Header = Annotated[int | None, typer.Option(metavar="N", min=0, max=2, help="The number of header rows.")]
Skip = Annotated[int | None, typer.Option(metavar="N", min=0, help="The number of lines above the header.")]
Rows = Annotated[int, typer.Option(metavar="N", min=0, help="So many rows are shown.")]


def read(
    file: File,
    sheet: Sheet = None,
    encoding: Encoding = None,
    sep: Sep = None,
    decimal: Decimal = None,
    header: Header = None,
    skip: Skip = None,
    rows: Rows = 5,
) -> None:
    """Show how a file is read: what was found, the kinds of its columns, and the first rows.

    Exit code 0: read. 2: it cannot be read.
    """
    from husky_kernel.files import read
    from husky_kernel.kinds import kind_of

    sign = "\t" if sep == "\\t" else sep
    found = read(file, sheet=sheet, encoding=encoding, sep=sign, decimal=decimal, header=header, skip=skip, quiet=True)
    for name, frame in (found if isinstance(found, dict) else {file: found}).items():
        typer.echo(f"{name}: {frame.attrs['read']}")
        typer.echo(f"{len(frame):,} rows, {len(frame.columns):,} columns")
        for column in frame.columns:
            typer.echo(f"  {column}: {kind_of(frame[column]).told}")
        if rows:
            typer.echo(frame.head(rows).to_string(index=False))
