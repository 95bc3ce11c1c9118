"""Scripted runs that tests of kernels and of the browser share."""

from __future__ import annotations

TWO = {
    "action": {"0": "[code] Double x.", "1": "[code] Add one.", "2": "[finish] It is in z."},
    "code": {"0": "y = 2 * x\ny", "1": "z = y + 1\nz"},
    "commonsense": {"0": "Twice 21 is 42."},
}
"""Two programs on ``x``, and what commonsense says where it is asked instead."""

FOUR = {
    "action": {
        "0": "[code] Take the table.",
        "1": "[code] Drop the gaps in place.",
        "2": "[code] Double the units.",
        "3": "[code] Add up.",
        "4": "[finish] done",
    },
    "code": {
        "0": "alias = df\nlen(alias)",
        "1": "df.dropna(inplace=True)\nlen(df)",
        "2": "df['units'] = df['units'] * 2\nnames.append('doubled')",
        "3": "total = df['units'].sum()\ntotal",
    },
}
"""Changes the table ``df`` in place under an alias, and the list ``names``; needs :data:`TABLE`."""

TABLE = "import pandas as pd\ndf = pd.DataFrame({'units': [1.0, None, 3.0]})\nnames = []\nmine = df"
