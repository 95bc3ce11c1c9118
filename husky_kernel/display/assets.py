"""The built front end: in the package when it is installed from a wheel, in ``widgets/dist`` in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from husky_kernel.agent.errors import UseError

HERE = Path(__file__).parent
FOLDERS = (HERE / "static", HERE.parent.parent / "widgets" / "dist")


@cache
def asset(name: str, folders: tuple[Path, ...] = FOLDERS) -> str:
    """Text of a built file, ``husky.js`` or ``husky.css``.

    Raises
    ------
    UseError
        If it is in none of the folders.
    """
    for folder in folders:
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise UseError(
        f"the file {name} of the cards is missing: reinstall husky-kernel, or in a checkout run "
        "`npm ci && npm run build` in the folder widgets"
    )
