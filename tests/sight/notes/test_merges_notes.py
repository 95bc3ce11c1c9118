from __future__ import annotations

import pandas as pd
import pytest
from watching import against, told

LOANS = pd.DataFrame({"card": [1, 1, 2, 3], "days": [3, 4, 5, 6]})
CARDS = pd.DataFrame({"card": [1, 2, 3], "town": ["Moss", "Hamar", "Moss"]})
TWICE = pd.concat([CARDS, CARDS.head(2)])
TOWNS = pd.DataFrame({"town": ["moss", "Hamar"], "people": [1, 2]})


def test_a_merge_that_makes_rows() -> None:
    expected = ["`card` is not unique in `loans` and `cards`: the merge made 7 rows of 4 and 5"]
    assert against("loans.merge(cards, on='card')", loans=LOANS, cards=TWICE) == expected
    assert against("pd.merge(loans, cards)", loans=LOANS, cards=TWICE) == expected
    assert against("loans.join(cards.set_index('card'), on='card')", loans=LOANS, cards=TWICE)


def test_rows_that_stand_twice_in_the_right_table() -> None:
    [text] = against("loans.merge(cards)", loans=LOANS.iloc[1:], cards=TWICE)
    assert text == "`cards` holds 2 rows twice: the merge made 5 rows of 3"


@pytest.mark.parametrize(
    "program",
    [
        "loans.merge(cards, on='card')",
        "cards.merge(loans, on='card', how='left')",
        "loans.merge(cards.drop_duplicates(), on='card', how='left')",
        "loans.join(cards.set_index('card'), on='card')",
        "cards.merge(cards, on='town')",
        "cards.merge(towns, how='cross')",
    ],
)
def test_ordinary_merges(program: str) -> None:
    assert against(program, loans=LOANS, cards=CARDS, towns=TOWNS) == []


def test_missing_that_is_matched_with_missing() -> None:
    one, other = (
        LOANS.astype(float).replace(3.0, float("nan")),
        CARDS.astype({"card": float}).replace(3.0, float("nan")),
    )
    assert against("a.merge(b, on='card')", a=one, b=other) == [
        "the merge matches missing `card` with missing: 1 rows with 1"
    ]


def test_keys_that_differ_by_case() -> None:
    [text] = against("cards.merge(towns, on='town', how='left')", cards=CARDS, towns=TOWNS)
    assert text == "keys `town` find no partner over case or blanks: 'Moss', 'moss' (1 key)"


def test_keys_without_partner() -> None:
    program = "loans.merge(cards, on='card', how='left')"
    assert told(program, loans=LOANS, cards=CARDS.head(2)) == ["1 of 3 `card` find no partner: '3'"]
    [text] = against(program, loans=LOANS, cards=CARDS.assign(card=CARDS["card"] + 10))
    assert text == "no `card` of the left table is in the right one: '1', '2', '3'"


def test_columns_that_concat_puts_beside_each_other() -> None:
    [text] = against("pd.concat([a, a.rename(columns={'days': 'Days'})])", a=LOANS)
    assert text == "concat puts columns beside each other that differ by case or blanks: 'days', 'Days'"
    assert against("pd.concat([a, a])", a=LOANS) == []
