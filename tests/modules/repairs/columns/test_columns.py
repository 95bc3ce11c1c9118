from __future__ import annotations

import pandas as pd
import pytest
from failing import failure_of

from husky_kernel.modules.coder import code_expert
from husky_kernel.modules.profile import load_profile
from husky_kernel.modules.repairs.columns.columns import with_column
from husky_kernel.sight.tables import hint

TABLE = pd.DataFrame({"Units sold\n": [1, 2], "region": ["N", "S"], "A b": [1, 1], "a_b": [2, 2], "it's": [0, 0]})


@pytest.mark.parametrize(
    ("code", "mended"),
    [
        ("df['units sold'].sum()", "df['Units sold\\n'].sum()"),
        ('df["Region"].iloc[0]', "df['region'].iloc[0]"),
        ("df[df['REGION'] == 'N']['REGION']", "df[df['region'] == 'N']['region']"),
        ('df["It\'s"]', 'df["it\'s"]'),
    ],
)
def test_a_column_is_spelled_as_the_table_has_it(code: str, mended: str) -> None:
    assert with_column(code, failure_of(code, df=TABLE)) == mended
    exec(mended, {"df": TABLE})


@pytest.mark.parametrize(
    "code", ["df['profit']", "df['AB']", "{}['region']", "df.nothing", "name = 'Reg' + 'ion'\ndf[name]"]
)
def test_another_failure_is_left_to_the_model(code: str) -> None:
    assert with_column(code, failure_of(code, df=TABLE)) is None


@pytest.mark.parametrize(
    ("columns", "written", "mended"),
    [
        (["sets–", "sets+"], "sets-", "sets–"),
        (["career with the franchase", "team"], "career with the franchise", "career with the franchase"),
        (["female score", "team"], "male score", None),
        (["score of 2001", "team"], "score of 2011", None),
        (["wind", "team"], "wine", None),
        (["silver medals", "silver medale"], "silver medal", None),
    ],
)
def test_a_slip_of_the_table_is_taken_as_it_is_and_another_name_is_not(
    columns: list[str], written: str, mended: str | None
) -> None:
    code, table = f"df[{written!r}].tolist()", pd.DataFrame({name: [1] for name in columns})
    assert with_column(code, failure_of(code, df=table)) == (f"df[{mended!r}].tolist()" if mended else None)


@pytest.mark.parametrize(
    ("columns", "written", "mended"),
    [
        (["gvw (kg/ton)", "engine"], "GVW", "gvw (kg/ton)"),
        (["price [€]", "item"], "price", "price [€]"),
        (["price (USD)", "price (EUR)"], "price", None),
        (["price (USD)", "Price"], "price", "Price"),
        (["(none)", "item"], "", None),
    ],
)
def test_a_unit_in_brackets_may_be_left_out(columns: list[str], written: str, mended: str | None) -> None:
    code, table = f"df[{written!r}].tolist()", pd.DataFrame({name: [1] for name in columns})
    assert with_column(code, failure_of(code, df=table)) == (f"df[{mended!r}].tolist()" if mended else None)


def test_a_list_that_was_cut_off_is_left_alone() -> None:
    assert (
        with_column("df['Region']", "KeyError: 'Region'\nThe columns are 'region', 'un … [90 characters left out] …")
        is None
    )


def test_the_coder_mends_columns_and_imports() -> None:
    coder = code_expert(load_profile("qwen").prompts["code"])
    for code in ("df['Region']", "math.pi"):
        repair = coder.mend(code, failure_of(code, df=TABLE))
        assert repair is not None
        assert repair.text != code
        assert repair.told.startswith(("the spelling of a column: `", "a forgotten import: `"))
    assert coder.mend("df['profit']", failure_of("df['profit']", df=TABLE)) is None


@pytest.mark.parametrize(
    ("code", "mended"),
    [
        ("df[df['kind'] == 'region']['region']", "df[df['kind'] == 'region']['Region']"),
        ("df[df['region'].isin(['region'])]", "df[df['Region'].isin(['region'])]"),
        ("df.groupby('region').size()", "df.groupby('Region').size()"),
        ("df.pivot_table(index='region', values='ü')", "df.pivot_table(index='Region', values='ü')"),
        ("x = 'region'\ndf[['kind', \"region\"]]", "x = 'region'\ndf[['kind', 'Region']]"),
    ],
)
def test_values_that_are_spelled_like_the_column_stay(code: str, mended: str) -> None:
    failure = "KeyError: 'region'\nline 1: df\nThe columns are 'kind', 'Region'"
    assert with_column(code, failure) == mended


def test_a_hint_behind_the_columns_is_none_of_them() -> None:
    failure = "KeyError: 'Units'\nline 1: d\nThe columns are 'Color ', ' Units'\nthe column is called ' Units'"
    assert with_column("d[d['Color '] == 'red']['Units'].sum()", failure) == "d[d['Color '] == 'red'][' Units'].sum()"


def test_of_two_tables_that_spell_it_differently_the_one_that_failed_is_meant() -> None:
    tables = {"jobs": pd.DataFrame({"Job": ["A-1", "A-2"]}), "parts": pd.DataFrame({"job": ["a-1"]})}
    program = "jobs[~jobs['Job'].isin(parts['Job'].str.upper())]['Job'].tolist()"
    with pytest.raises(KeyError) as caught:
        eval(program, dict(tables))
    told = hint(caught.value, program, tables)
    assert told == "the column is called 'job' in `parts`"
    text = with_column(program, f"KeyError: 'Job'\nline 1: {program}\nThe columns are 'job'\n{told}")
    assert text is not None
    assert eval(text, dict(tables)) == ["A-2"]
