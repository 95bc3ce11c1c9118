"""An IPython shell without a notebook around it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any


def bare_shell(variables: Mapping[str, Any], folder: str) -> Any:
    """A shell with ``variables``. It draws without a screen and leaves nothing but in ``folder``."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    os.environ["MPLBACKEND"] = "agg"
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell: Any = InteractiveShell.instance(config=config, ipython_dir=folder)
    if variables:
        import pandas

        shell.push({"pd": pandas, **variables})
    return shell
