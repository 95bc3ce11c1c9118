"""Files that are not Python: inside the package when it came from a wheel, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from husky_kernel.agent.errors import UseError

PACKAGE = Path(__file__).parent.parent
PLACES = {
    "kernelspec": (PACKAGE / "shared" / "kernelspec", PACKAGE.parent / "install" / "kernelspec"),
    "quickstart": (
        PACKAGE / "shared" / "examples" / "quickstart.ipynb",
        PACKAGE.parent / "examples" / "quickstart.ipynb",
    ),
}


def shared(name: str) -> Path:
    """The file or folder called ``name`` in :data:`PLACES`; UseError if it was not installed."""
    for place in PLACES[name]:
        if place.exists():
            return place
    raise UseError(f"the {name} that comes with husky-kernel is missing: reinstall husky-kernel")
