"""Tables, whatever way they are changed."""

from __future__ import annotations

import pytest
from stepping import Notebook

TABLE = """
def table():
    return pd.DataFrame(
        {'a': [3.0, None, 1.0], 'b': ['x', 'y', None], 'n': pd.array([1, None, 3], dtype='Int64'),
         't': pd.Categorical(list('uvu')), 'd': pd.date_range('2020', periods=3)},
        index=pd.Index([10, 11, 12], name='key'))
df = table()
other = df
"""

CHANGES = {
    "loc": "df.loc[10, 'a'] = 9",
    "iloc": "df.iloc[0, 1] = 'new'",
    "at": "df.at[10, 'n'] = 7",
    "mask": "df[df['a'] > 2] = None",
    "new column": "df['z'] = 1",
    "assigned column": "df['a'] = df['a'].fillna(0)",
    "inserted column": "df.insert(0, 'z', 1)",
    "deleted column": "del df['a']",
    "popped column": "df.pop('b')",
    "inplace drop": "df.drop(columns='a', inplace=True)",
    "inplace dropna": "df.dropna(inplace=True)",
    "inplace sort": "df.sort_values('a', inplace=True)",
    "inplace rename": "df.rename(columns={'a': 'A'}, inplace=True)",
    "inplace index": "df.reset_index(inplace=True)",
    "enlarged": "df.loc[99] = [1.0, 'q', 2, 'u', pd.Timestamp('2021')]",
    "columns": "df.columns = list('vwxyz')",
    "index": "df.index = range(3)",
    "name of the index": "df.index.name = 'other'",
    "attrs": "df.attrs['source'] = 'here'",
    "category": "df.loc[10, 't'] = 'v'",
    "update": "df.update(pd.DataFrame({'a': [5.0]}, index=[10]))",
    "row by row": "for key in df.index: df.at[key, 'a'] = 0",
    "another name": "alias = df\nalias['z'] = 1",
    "a function": "def f(t): t['z'] = 1\nf(df)",
    "past copy-on-write, an array": "df['n'].array[0] = 9",
    "past copy-on-write, a flag": "v = df['a'].values\nv.flags.writeable = True\nv[0] = 9",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_table_changed_in_place(notebook: Notebook, change: str) -> None:
    notebook.cell(TABLE)
    frame = notebook["df"]
    earlier = notebook.step("df.loc[11, 'b'] = 'q'")  # its checkpoint shares memory with the table
    notebook.cell("between = df.copy()")
    number = notebook.step(change)
    assert "df" in notebook.effects.changed
    assert notebook.effects.tables[0].name in ("df", "other")
    notebook.history.restore(number)
    notebook.cell("pd.testing.assert_frame_equal(df, between)")
    notebook.history.restore(earlier)
    assert notebook["df"] is frame is notebook["other"]
    notebook.cell("pd.testing.assert_frame_equal(df, table())")
    assert frame.attrs == {}
    assert frame.index.name == "key"
    notebook.cell("df.loc[10, 'a'] = 5; df['more'] = 1")  # and it is still a table
    assert frame.loc[10, "a"] == 5


def test_a_table_can_be_put_back_again_and_again(notebook: Notebook) -> None:
    notebook.cell(TABLE)
    for _ in range(3):
        number = notebook.step("df.loc[10, 'a'] = 9; df['z'] = 2")
        notebook.history.restore(number)
        notebook.cell("pd.testing.assert_frame_equal(df, table())")


def test_a_series_and_its_name(notebook: Notebook) -> None:
    notebook.cell("s = pd.Series([1, 2], name='a'); alias = s")
    number = notebook.step("s.iloc[0] = 9; s.name = 'b'; s[5] = 1")
    notebook.history.restore(number)
    assert notebook["alias"].tolist() == [1, 2]
    assert notebook["alias"].name == "a"


def test_an_index_renamed_and_a_column_of_lists(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'a': [[1], [2]]}); i = pd.Index([1, 2], name='i')")
    number = notebook.step("df['a'][0].append(9); i.name = 'j'")
    assert notebook.effects.changed == ("df", "i")
    notebook.history.restore(number)
    assert notebook["df"]["a"].tolist() == [[1], [2]]
    assert notebook["i"].name == "i"


def test_an_array_of_pandas_by_its_own_name(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'n': pd.array([1, 2], dtype='Int64')}); values = df['n'].array")
    number = notebook.step("values[0] = 9")
    notebook.history.restore(number)
    assert list(notebook["values"]) == [1, 2]


def test_a_table_in_other_objects(notebook: Notebook) -> None:
    notebook.cell("class Report: pass\nr = Report(); r.parts = {'a': pd.DataFrame({'x': [1]})}; part = r.parts['a']")
    number = notebook.step("r.parts['a'].loc[0, 'x'] = 2\nr.parts['b'] = 1")
    notebook.history.restore(number)
    assert notebook["part"] is notebook["r"].parts["a"]
    assert notebook["part"].loc[0, "x"] == 1
    assert list(notebook["r"].parts) == ["a"]


def test_making_arrays_is_no_reason_to_copy_tables(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'x': np.arange(1000.0)})")
    memory = notebook["df"]["x"].to_numpy().ctypes.data
    notebook.step("y = np.array([1, 2]) + df['x'].iloc[0]")
    assert notebook["df"]["x"].to_numpy().ctypes.data == memory
