"""The part of Husky in the Jupyter server: it says what is installed and what runs. Loads no model. Floor 4."""

from typing import Any


def extension_points() -> list[dict[str, Any]]:
    """What the Jupyter server is told to load."""
    from husky_kernel.server.application import HuskyServer

    return [{"module": "husky_kernel", "app": HuskyServer}]
