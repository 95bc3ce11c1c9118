"""Options that the benchmarks share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[str | None, typer.Option("--model", help="A model file that llama.cpp runs.")]
Quick = Annotated[bool, typer.Option("--quick", help="Small sizes, to see that it works.")]
Out = Annotated[Path | None, typer.Option("--out", help="Keep the JSON object here, renewed as it grows.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Yes = Annotated[bool, typer.Option("--yes", help="Fetch a large model without asking.")]
