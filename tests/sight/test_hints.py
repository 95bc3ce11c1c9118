"""An error of a program on tables is told with what to write instead, for the installed pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.libraries import to_pandas
from husky_kernel.sight import hint, keys, misread

LOANS = pd.DataFrame({"isbn": ["a1", "b2", "c3", "a1"], "Due Date": list("wxyz"), "days": [1, 2, 3, 4]})
BOOKS = pd.DataFrame({"isbn": ["a1", "b2", "c3"], "genre": ["x", "y", "z"], 2030: [1, 2, 3]})
MEMBERS = pd.DataFrame({"id": [1, 2, 3], "town": ["Moss", "Hamar", "Otta"]})
FINES = pd.DataFrame({"member": [1, 2, 2], "eur": [3, 4, 5]})
TABLES: dict[str, Any] = {"loans": LOANS, "books": BOOKS, "members": MEMBERS, "fines": FINES}
CALM = pd.Series([1, 2], index=pd.date_range("2030-01-01", periods=2))

GENRE = "`genre` is in `books`; join on `isbn`, 3 of 3 found"
TOLD = {
    "loans['genre']": GENRE,
    "loans.genre": GENRE,
    "loans[['genre', 'days']]": GENRE,
    "loans.groupby('genre').size()": GENRE,
    "loans.groupby('isbn')['genre'].first()": GENRE,
    "loans.loc[loans['days'] > 1, 'genre']": GENRE,
    "loans.dropna(subset=['genre'])": GENRE,
    "loans.query('genre == 1')": GENRE,
    "loans.sort_values('genre')": GENRE,
    "fines.groupby('town')['eur'].sum()": "`town` is in `members`; join on `member` with `id`, 2 of 2 found",
    "loans['due_date']": "the column is called 'Due Date'",
    "loans['day']": "the column is called 'days'",
    "books['2030']": "the column is called 2030 (a number, without quotation marks)",
    "loans.groupby('isbn').sum()['isbn']": "`isbn` is the index: .reset_index() first",
    "loans.groupby('isbn').agg({'days': ['sum']})['sum']": "the columns have 2 levels: write ('days', 'sum')",
    "loans.drop('days')": "`days` is a column: write columns='days'",
    "loans.set_index('Due Date').loc['w ']": "the nearest: 'w'",
    "loans.append(books)": "this pandas has no .append: write pd.concat([a, b], ignore_index=True)",
    "loans.applymap(str)": "this pandas has no .applymap: write .map(function)",
    "calm.iteritems()": "this pandas has no .iteritems: write .items()",
    "calm.resample('M').sum()": "this pandas has no frequency M: write 'ME'",
    "calm.resample('2H').sum()": "this pandas has no frequency 2H: write '2h'",
    "pd.date_range('2030', periods=2, freq='Q-DEC')": "this pandas has no frequency Q-DEC: write 'QE-DEC'",
    "calm.to_period('ME')": "a period takes the letter alone: .dt.to_period('M')",
    "calm.fillna(method='ffill')": "fillna has no method=: write .ffill() or .bfill()",
    "loans.to_csv(line_terminator='x')": "this pandas has no line_terminator=: write lineterminator=",
    "loans['isbn'].contains('a')": "write .str.contains",
    "calm.year": "write .index.year",
    "loans['isbn'].dt.year": "`isbn` holds texts: read it first by tidy.date(loans['isbn'])",
    "loans['days'].str.len()": "the column holds no texts: .astype(str) first, or leave .str out",
    "loans['isbn'].mean()": "the column holds texts: read its numbers by tidy.number(column), or count those that",
    "loans[loans['days'] > 1 and loans['days'] < 3]": "put brackets around each condition and join them by & and |",
    "loans.sort_values(col='days')": ".sort_values(by, *, axis=0, ascending=True, inplace=",
    "loans.merge(books, on='isbn', how='sideways')": ".merge(right, how='inner', on=None,",
    "pd.to_datetime('x', formt='a')": "pd.to_datetime(arg, errors='raise', dayfirst=False,",
}


def failure(program: str) -> Exception:
    """What ``program`` raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011
        eval(program, {"pd": pd, "calm": CALM, **TABLES})
    return caught.value


@pytest.mark.parametrize(("program", "told"), TOLD.items(), ids=TOLD)
def test_what_to_write_instead(program: str, told: str) -> None:
    assert hint(failure(program), program, TABLES).startswith(told)


@pytest.mark.parametrize("program", ["int('x')", "{'a': 1}['b']", "1 / 0", "loans['quite_other']", "len(5)"])
def test_nothing_is_told_of_what_is_not_known(program: str) -> None:
    assert hint(failure(program), program, TABLES) == ""


def test_dates_under_another_name() -> None:
    dates = ["03.04.2031", "24.12.2030", "01.02.2031"]
    for loans, told in (
        (
            pd.DataFrame({"isbn": ["a1", "b2", "c3"], "due": dates}),
            "the dates are in 'due', read by tidy.date(…['due'])",
        ),
        (pd.DataFrame({"due": dates, "back": dates}), ""),
        (pd.DataFrame({"isbn": ["a1", "b2", "c3"]}), ""),
    ):
        with pytest.raises(KeyError) as failed:
            loans["date"].max()
        assert hint(failed.value, "loans['date'].max()", {"loans": loans}) == told


def test_texts_that_are_taken_for_a_condition() -> None:
    members = pd.DataFrame({"paid": ["yes", "no", "yes"], "town": ["Elk", "Moss", "Elk"]})
    expected = "`paid` holds texts: read it first by tidy.truth(members['paid'])"
    for program in ("members[members['paid']]", "members.loc[members['paid'], 'town']"):
        with pytest.raises(KeyError) as caught:
            exec(program, {"members": members})
        assert hint(caught.value, program, {"members": members}) == expected


def test_a_table_of_polars_that_is_taken_for_one_of_pandas() -> None:
    polars = pytest.importorskip("polars")
    tins = polars.DataFrame({"kind": ["a", "b"], "kg": [1, 2]})
    program = "tins.groupby('kind')['kg'].sum()"
    with pytest.raises(AttributeError) as caught:
        exec(program, {"tins": tins})
    told = hint(caught.value, program, {"tins": to_pandas(tins)})
    assert told == "`tins` is a table of polars, read it first by tins = tidy.table(tins)"
    namespace = {"tins": tins, "tidy": tidy}
    exec(f"tins = {told.partition('tins = ')[2]}", namespace)
    assert eval(program, namespace).to_dict() == {"a": 1, "b": 2}


def test_a_table_that_a_program_made_is_joined_too() -> None:
    program = "loans[loans['days'] > 1]['genre']"
    call = "loans.merge(books[['isbn', 'genre']], on='isbn', how='left')"
    assert hint(failure(program), program, TABLES) == f"{GENRE}: {call}"


def test_what_links_tables() -> None:
    found = keys(TABLES)
    assert [link[:5] for link in found] == [
        ("loans", "isbn", "books", "isbn", 1.0),
        ("fines", "member", "members", "id", 1.0),
    ]


def test_numbers_that_fit_by_chance_link_nothing() -> None:
    other = pd.DataFrame({"id": [1, 2, 3], "score": [1, 2, 3]})
    assert keys({"members": MEMBERS, "other": other}) == []


def test_texts_link_tables_under_other_names_and_the_share_is_told() -> None:
    trips = pd.DataFrame({"stop": ["Moss", "Hamar", "Otta", "Moss"]})
    [link] = keys({"members": MEMBERS, "trips": trips})
    assert link[:5] == ("trips", "stop", "members", "town", 1.0)
    loans = LOANS.assign(isbn=["a1", "b2", "d4", "a1"])
    [link] = keys({"loans": loans, "books": BOOKS})
    assert link[:5] == ("loans", "isbn", "books", "isbn", 0.6667)


def test_a_column_of_dates_as_texts_is_named_with_its_reader() -> None:
    visits = pd.DataFrame({"came": ["2024-01-03 10:00"]})
    program = "visits['came'].dt.hour.max()"
    with pytest.raises(AttributeError) as caught:
        eval(program, {"visits": visits})
    told = hint(caught.value, program, {"visits": visits})
    assert told == "`came` holds texts: read it first by tidy.date(visits['came'])"


def test_a_table_that_is_not_there_is_told_with_those_that_are() -> None:
    program = "parcels.groupby('depot').size()"
    with pytest.raises(NameError) as caught:
        eval(program, {"visits": pd.DataFrame()})
    told = hint(caught.value, program, {"visits": pd.DataFrame(), "wards": pd.DataFrame()})
    assert told == "there is no variable `parcels`: the tables are `visits`, `wards`"


@pytest.mark.parametrize(
    ("program", "call"),
    [
        ("barrels.groupby('cask')['held'].sum() / 100", "tidy.number(barrels['held'], unit='l')"),
        ("barrels.filled - barrels.filled.min()", "tidy.date(barrels['filled'])"),
    ],
)
def test_an_error_about_texts_names_the_columns_and_what_reads_them(program: str, call: str) -> None:
    held, filled = ["180 l", "2.2 hl"], ["3 May 2024", "9 June 2024"]
    tables = {"barrels": pd.DataFrame({"cask": ["A", "B"], "held": held, "filled": filled})}
    with pytest.raises(TypeError) as caught:
        eval(program, tables)
    assert hint(caught.value, program, tables) == f"the column holds texts, read it first: {call}"


def test_the_column_of_dates_is_named_where_an_index_of_dates_is_needed() -> None:
    tables = {"gauge": pd.DataFrame({"read": ["3 May 2024", "9 June 2024"], "level": [1, 2]})}
    program = "gauge.resample('D').sum()"
    with pytest.raises(TypeError) as caught:
        eval(program, tables)
    assert hint(caught.value, program, tables) == (
        "set the dates as index first: gauge.set_index(tidy.date(gauge['read']))"
    )


def test_the_only_table_is_meant_where_the_program_speaks_of_its_columns() -> None:
    tables = {"gauge": pd.DataFrame({"level": [1], "read": ["a"]})}
    for program, told in [
        ("tide.drop(columns=['read']).sum()", "write `gauge`"),
        ("tide.drop(columns=['moon']).sum()", "the tables are `gauge`"),
        ("tide['moon'].sum() + gauge['level'].sum()", "the tables are `gauge`"),
        ("tide.sum()", "the tables are `gauge`"),
    ]:
        with pytest.raises(NameError) as caught:
            eval(program, dict(tables))
        assert hint(caught.value, program, tables) == f"there is no variable `tide`: {told}"


def test_the_only_table_that_has_the_columns_is_meant() -> None:
    tables = {"gauge": pd.DataFrame({"level": [1]}), "boats": pd.DataFrame({"level": [1], "name": ["a"]})}
    for program, told in [
        ("tide['level'].sum()", "the tables are `gauge`, `boats`"),
        ("tide.loc[tide['level'] > 0, 'name'].size + tide['name'].size", "write `boats`"),
    ]:
        with pytest.raises(NameError) as caught:
            eval(program, dict(tables))
        assert hint(caught.value, program, tables) == f"there is no variable `tide`: {told}"


def test_a_method_of_durations_on_their_texts() -> None:
    laps = pd.DataFrame({"lap": ["0:01:30", "0:01:10", "out"]})
    program = "laps['lap'].apply(lambda lap: lap.total_seconds())"
    with pytest.raises(AttributeError) as caught:
        eval(program, {"laps": laps})
    assert hint(caught.value, program, {"laps": laps}) == (
        "the column holds texts, read it first: tidy.duration(laps['lap'])"
    )


def test_a_helper_that_cannot_read_a_column_is_told_with_the_one_that_can() -> None:
    laps = pd.DataFrame({"lap": ["0:01:30", "0:01:10"], "won": ["1", "0"], "day": ["2031-05-01", "2031-05-02"]})
    program = "d = laps.assign(lap=tidy.number(laps['lap']), won=tidy.truth(laps['won']), day=tidy.date(laps['day']))"
    assert list(misread(program, {"laps": laps})) == ["`lap` is read by tidy.duration, not by tidy.number"]
