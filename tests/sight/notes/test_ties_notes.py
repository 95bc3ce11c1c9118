from __future__ import annotations

import pandas as pd
import pytest
from watching import against

RACES = pd.DataFrame(
    {"dog": ["Ulv", "Rex", "Ina", "Bo"], "club": ["N", "N", "S", "S"], "wins": [5, 5, 3, 1], "km": [9.5, 7, 7, 2]}
)

TIED = {
    "races.loc[races['wins'].idxmax(), 'dog']": "a tie in `wins`: 2 rows have 5, one was taken",
    "races.set_index('dog')['wins'].idxmax()": "a tie in `wins`: 2 rows have 5 ('Ulv', 'Rex'), one was taken",
    "races.nlargest(1, 'wins')": "a tie in `wins` at the cut: 2 rows have 5",
    "races['km'].nlargest(2)": "a tie in `km` at the cut: 2 rows have 7.0",
    "races.sort_values('wins', ascending=False).head(1)": "a tie in `wins` at the cut: 2 rows have 5",
    "races.sort_values('wins', ascending=False)['dog'].iloc[0]": "a tie in `wins` at the cut: 2 rows have 5",
    "races.sort_values('wins').iloc[-1]": "a tie in `wins` at the cut: 2 rows have 5",
    "races.sort_values('km', ascending=False).iloc[:2]": "a tie in `km` at the cut: 2 rows have 7.0",
    "races.sort_values('wins', ascending=False).reset_index(drop=True).head(1)": "a tie in `wins` at the cut",
    "races['club'].value_counts().index[0]": "a tie in `count` at the cut: 2 rows have 2",
    "races.loc[races.groupby('club')['wins'].idxmax()]": "a tie in `wins`: 1 group ('N') have several, one was taken",
}


@pytest.mark.parametrize(("program", "told"), TIED.items(), ids=TIED)
def test_a_tie_where_one_was_taken(program: str, told: str) -> None:
    [text] = against(program, races=RACES)
    assert text.startswith(told)


@pytest.mark.parametrize(
    "program",
    [
        "races.loc[races['km'].idxmax(), 'dog']",
        "races.nlargest(2, 'wins')",
        "races.nlargest(1, 'wins', keep='all')",
        "races.sort_values('wins', ascending=False).head(2)",
        "races.sort_values(['wins', 'km'], ascending=False).head(1)",
        "races.sort_values('wins')",
        "races.head(1)",
        "races[races['wins'] == races['wins'].max()]",
        "races['wins'].max()",
        "races['club'].value_counts()",
    ],
)
def test_no_tie(program: str) -> None:
    assert against(program, races=RACES) == []
