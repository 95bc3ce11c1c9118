from __future__ import annotations

import pandas as pd
import pytest
from watching import against

pytestmark = pytest.mark.filterwarnings("ignore")

PENS = pd.DataFrame({"ink": ["red", None], "cm": [14, 15], "new": [1, 0]})


@pytest.mark.parametrize(
    ("program", "text"),
    [
        ("pens['cm'][0] = 1", "`pens['cm'][0]` changes a copy"),
        ("pens[pens['cm'] > 14]['cm'] = 1", "`pens[pens['cm'] > 14]['cm']` changes a copy"),
        ("pens.cm[0] = 1", "`pens.cm[0]` changes a copy"),
        ("pens['ink'].fillna('blue', inplace=True)", "`pens['ink'].fillna('blue', inplace=True)` changes a copy"),
        ("pens.dropna()\nlen(pens)", "`pens.dropna()` changes nothing: what it returns is not kept"),
        ("pens[pens['cm'] > 10 & pens['new']]", "& binds before the comparison"),
        ("pens[pens.ink.isna() & pens['cm'] == 14]", "& binds before the comparison"),
        ("pens[~pens['new'] == 1]", "~ binds before the comparison: write ~(pens['new'] …)"),
        ("[c for c in pens if pens[c].dtype == 'object']", "columns of texts are of dtype 'str' here"),
    ],
)
def test_what_the_text_of_a_program_says(program: str, text: str) -> None:
    assert any(found.startswith(text) for found in against(program, pens=PENS.copy()))


@pytest.mark.parametrize(
    "program",
    [
        "pens.loc[0, 'cm'] = 1",
        "pens['cm'] = pens['cm'] + 1",
        "pens.dropna()",
        "p = pens.dropna()\nlen(p)",
        "d = {'a': [1, 2]}\nd['a'][0] = 5",
        "pens[(pens['cm'] > 10) & (pens['new'] == 1)]",
        "pens[pens['cm'] & 1 == 1]",
        "[c for c in pens if pens[c].dtype == 'int64']",
    ],
)
def test_ordinary_texts(program: str) -> None:
    assert against(program, pens=PENS.copy()) == []
