"""Programs that fail on texts are put right by reading the columns first."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.columns.subsets import with_lists
from husky_kernel.modules.repairs.syntax.names import with_name
from husky_kernel.modules.repairs.values.readings import with_join, with_reader, with_reading
from husky_kernel.tools.failure import NUMBERS

FAILED = "TypeError: unsupported operand\nthe column holds texts, read it first: tidy.number(kegs['held'], unit='l')"


def test_columns_are_read_into_a_copy_before_all_else() -> None:
    code = "import numpy as np\nkegs.groupby('cask')['held'].sum()"
    read = "kegs = kegs.assign(held=tidy.number(kegs['held'], unit='l'))"
    assert with_reading(code, FAILED) == f"import numpy as np\n{read}\nkegs.groupby('cask')['held'].sum()"
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.told == f"columns of texts, which are read first: `{read}`"
    assert cured(code, FAILED, ["reading"] * 6) is None


def test_more_columns_may_be_read_once_the_first_are() -> None:
    repair = cured("kegs.held.sum()", FAILED, ["reading"] * 3)
    assert repair is not None
    assert repair.kind == "reading"


def test_names_that_are_no_names_of_arguments() -> None:
    failed = "`Date in` holds texts: read it first by tidy.date(kegs['Date in'])"
    assert with_reading("kegs['Date in'].dt.year", failed) == (
        "kegs = kegs.assign(**{'Date in': tidy.date(kegs['Date in'])})\nkegs['Date in'].dt.year"
    )


def test_columns_of_a_table_that_the_program_makes_are_read_behind_that() -> None:
    failed = "AttributeError: read it first by tidy.date(d['at'])"
    repair = cured("import json\nd = t.assign(\n    n=1)\nd['at'].dt.hour", failed)
    assert repair is not None
    assert repair.text.split("\n")[2:] == ["    n=1)", "d = d.assign(at=tidy.date(d['at']))", "d['at'].dt.hour"]
    repair = cured("d = d.dropna()\nd['at'].dt.hour", failed)
    assert repair is not None
    assert repair.text.startswith("d = d.assign(at=tidy.date(d['at']))\nd = d.dropna()")


def test_spellings_are_made_one_before_all_else() -> None:
    noted = "It ran, but `cask` has one value in several spellings: make them one first by tidy.text(kegs['cask'])."
    code = "kegs.groupby('cask')['held'].sum()"
    assert with_reading(code, noted) == f"kegs = kegs.assign(cask=tidy.text(kegs['cask']))\n{code}"


@pytest.mark.parametrize(
    ("code", "failed"),
    [
        ("kegs.held.sum()", "TypeError: unsupported operand"),
        ("tidy.number(kegs['held'], unit='l').dt.year", FAILED),
        ("kegs.held.sum(", FAILED),
    ],
)
def test_nothing_is_read_that_was_not_told_or_is_read_already(code: str, failed: str) -> None:
    assert with_reading(code, failed) is None


def test_columns_of_groups_become_a_list() -> None:
    failed = "ValueError: Cannot subset columns with a tuple with more than one element. Use a list instead."
    code = "t = df.set_index('a')\nt.groupby('b')['c', 'd'].sum().loc['x', 'c']"
    assert with_lists(code, failed) == "t = df.set_index('a')\nt.groupby('b')[['c', 'd']].sum().loc['x', 'c']"
    assert with_lists(code, "ValueError: other") is None
    assert with_lists("df['c', 'd']", failed) is None


def test_a_column_of_another_table_is_joined_to_a_copy() -> None:
    call = "loans.merge(books[['isbn', 'genre']], on='isbn', how='left')"
    failed = f"KeyError: 'genre'\n`genre` is in `books`; join on `isbn`, 3 of 3 found: {call}"
    code = "loans.groupby('genre').size()"
    assert with_join(code, failed) == f"loans = {call}\n{code}"
    assert with_join(f"t = {call}\nt.genre.sum()", failed) is None
    assert with_join(code, "`genre` is in `books`; join on `isbn`, 2 of 3 found") is None


def test_the_table_that_is_meant_takes_the_place_of_one_that_is_not_there() -> None:
    failed = "NameError: name 'tide' is not defined\nthere is no variable `tide`: write `boats`"
    assert with_name("tide['tide'].sum() + x.tide", failed) == "boats['tide'].sum() + x.tide"


def test_a_table_of_a_database_is_read_first() -> None:
    line = 'kegs = pd.read_sql("SELECT * FROM kegs", con)'
    failed = f"NameError: name 'kegs' is not defined\n`kegs` is a table of the database `con`, read it first by {line}"
    assert with_reading("len(kegs)", failed) == f"{line}\nlen(kegs)"
    assert with_reading(f"{line}\nlen(kegs)", failed) is None


def test_another_helper_reads_a_column() -> None:
    failure = "It ran, but `lap` is read by tidy.duration, not by tidy.number."
    repair = cured("d = laps.dropna()\nd['lap'] = tidy.number(d['lap'])\nd['lap'].min()", failure)
    assert repair is not None
    assert repair.kind == "reader"
    laps = pd.DataFrame({"lap": ["0:01:30", "0:01:10", None]})
    space = {"laps": laps, "tidy": tidy}
    exec(repair.text.replace("d['lap'].min()", "found = d['lap'].min()"), space)
    assert space["found"] == pd.Timedelta(seconds=70)
    assert with_reader("laps['lap']", failure) is None
    assert with_reader("tidy.number(laps['lap'])", "KeyError: 'lap'") is None


def test_a_column_that_stands_for_any_is_not_taken_for_one() -> None:
    assert with_reading("float(t['a'])", NUMBERS) is None


def test_columns_of_a_table_of_another_library_are_read_behind_that() -> None:
    code = "kegs = tidy.table(kegs)\nkegs.groupby('cask')['held'].sum()"
    lines = (with_reading(code, FAILED) or "").splitlines()
    assert lines[0] == "kegs = tidy.table(kegs)"
    assert lines[1].startswith("kegs = kegs.assign(held=")


def test_a_join_of_the_programs_own_brings_one_more_column() -> None:
    failure = "KeyError: 'speed'\nThe columns are 'boat'\n`speed` is in `boats`; join on `boat`, 3 of 3 found"
    code = "d = trips.merge(boats[['boat', 'port']], on='boat', how='left')\nd['km'] / d['speed']"
    repair = cured(code, failure)
    assert repair is not None
    assert repair.kind == "join"
    assert repair.text.splitlines()[0] == "d = trips.merge(boats[['boat', 'port', 'speed']], on='boat', how='left')"
    assert cured(code.replace("boats[['boat', 'port']]", "ports[['boat', 'port']]"), failure) is None
