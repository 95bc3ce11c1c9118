from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from stepping import Notebook


@pytest.fixture
def notebook(live_shell: InteractiveShell) -> Notebook:
    """A real shell's empty namespace, with pandas and NumPy in it."""
    live_shell.reset(new_session=False)
    made = Notebook(live_shell)
    made.cell("import pandas as pd\nimport numpy as np")
    return made
