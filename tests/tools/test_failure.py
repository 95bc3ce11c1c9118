"""What a failing program tells the model, in a real IPython shell."""

from __future__ import annotations

import pytest

from husky_kernel.tools.code import CodeTool
from husky_kernel.tools.failure import NUMBERS


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("x = 1\nx / 0\nx", "ZeroDivisionError: division by zero\nline 2: x / 0"),
        ("def f():\n    return g()\nf()", "NameError: name 'g' is not defined\nline 2: return g()"),
        ("prices = [1]\nprics", "NameError: name 'prics' is not defined\nline 2: prics\nDid you mean 'prices'?"),
        ("[].appendd", "line 1: [].appendd\nDid you mean 'append'?"),
        ("print((1)", "SyntaxError: "),
        ("int('x')", "ValueError: invalid literal for int() with base 10: 'x'\nline 1: int('x')"),
        ("raise ValueError('x' * 10_000)", "characters left out"),
        ("import nosuchmodule", "ModuleNotFoundError: No module named 'nosuchmodule'"),
        ("input('name?')", "EOFError: input() is not possible in a step"),
        ("import getpass\ngetpass.getpass()", "EOFError"),
        ("import sys\nsys.exit('broken')", "SystemExit: broken"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt\nline 1: raise KeyboardInterrupt"),
    ],
)
def test_failure_is_told_in_few_words(tool: CodeTool, code: str, error: str) -> None:
    seen = tool.run(code)
    assert not seen.ok
    assert seen.error is not None
    assert error in seen.error
    assert len(seen.error) < 700
    assert seen.outputs[-1]["output_type"] == "error"


@pytest.mark.parametrize(
    "code",
    [
        "float('14,379 ft')",
        "int('14,379')",
        "import pandas as pd\npd.Series(['$4', '1,200 kg']).astype(float)",
        "import pandas as pd\npd.to_numeric(pd.Series(['14,379 ft']))",
    ],
)
def test_text_with_a_number_in_it_is_told_who_reads_it(tool: CodeTool, code: str) -> None:
    seen = tool.run(code)
    assert seen.error is not None
    assert seen.error.splitlines()[-1] == NUMBERS


def test_wrong_column_is_told_the_columns(tool: CodeTool) -> None:
    seen = tool.run("import pandas as pd\npd.DataFrame({'region': [1], 'units\\n': [2]})['regoin']")
    assert seen.error is not None
    assert seen.error.startswith("KeyError: 'regoin'\nline 2: ")
    assert seen.error.endswith("The columns are 'region', 'units\\n'")
