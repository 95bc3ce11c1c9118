from __future__ import annotations

import pandas as pd
import pytest
from watching import against

GOODS = pd.DataFrame(
    {
        "name": ["pen", "ink", "cap"],
        "price": ["9", "10", "1,200"],
        "sent": ["03.02.2031", "12.01.2031", "25.01.2031"],
        "day": ["2031-02-03", "2031-01-12", "2031-01-25"],
        "zip": ["0150", "5003", "1530"],
        "new": ["yes", "no", "yes"],
        "box": ["a", "b", "a"],
        "kg": [2, 3, 4],
    }
)

WRONG = {
    "goods['price'].sum()": "`price` holds texts ('9', '10', '1,200'): sum puts them one behind the other",
    "goods.groupby('box')['price'].sum()": "`price` holds texts ('9', '10', '1,200'): sum puts them one",
    "goods.groupby('box')['price'].agg('sum')": "`price` holds texts ('9', '10', '1,200'): sum puts them",
    "goods.groupby('box').agg({'price': 'sum'})": "`price` holds texts",
    "goods.groupby('box').agg(total=('price', 'sum'))": "`price` holds texts",
    "goods.pivot_table(index='box', values='price', aggfunc='sum')": "`price` holds texts",
    "goods['price'].max()": "`price` holds numbers as texts ('9', '10', '1,200'): max goes by letters",
    "goods.groupby('box')['price'].min()": "`price` holds numbers as texts",
    "goods.sort_values('price')": "`price` holds numbers as texts ('9', '10', '1,200'): sort_values goes by letters",
    "goods['sent'].max()": "`sent` holds dates as texts ('03.02.2031', '12.01.2031', '25.01.2031'): max",
    "goods[goods['price'] > '9']": "`price` holds numbers as texts ('9', '10', '1,200'): they are compared by letters",
    "goods[goods['sent'] >= '01.02.2031']": "`sent` holds dates as texts",
    "goods['new'].astype(bool).mean()": "astype(bool) makes each text of `new` True, 'yes' and 'no' alike",
}


@pytest.mark.parametrize(("program", "told"), WRONG.items(), ids=WRONG)
def test_texts_taken_for_numbers(program: str, told: str) -> None:
    assert any(text.startswith(told) for text in against(program, goods=GOODS))


RIGHT = (
    "goods['name'].min()",
    "goods['day'].max()",
    "goods[goods['day'] >= '2031-01-20']",
    "goods[goods['zip'] < '5000']",
    "goods.sort_values('name')",
    "goods.sort_values('price', key=lambda s: s.str.replace(',', '').astype(int))",
    "goods.groupby('box').agg({'price': 'first', 'kg': 'sum'})",
    "goods.groupby('box').sum(numeric_only=True)",
    "goods.price.str.replace(',', '').astype(int).sum()",
    "(goods['new'] == 'yes').mean()",
    "goods['kg'].astype(bool).sum()",
)


@pytest.mark.parametrize("program", RIGHT)
def test_texts_taken_for_texts(program: str) -> None:
    assert against(program, goods=GOODS) == []


def test_texts_that_are_added_by_week() -> None:
    days = pd.date_range("2031-05-01", periods=3, freq="8D")
    table = pd.DataFrame({"at": days, "kg": ["9", "10", "11"], "n": [1, 2, 3]})
    expected = "`kg` holds texts ('9', '10', '11'): sum puts them one behind the other; read it first by "
    assert against("t.resample('W', on='at')['kg'].sum()", t=table) == [f"{expected}tidy.number(t['kg'])"]
    assert against("t.set_index('at')['kg'].resample('W').sum()", t=table) == [f"{expected}tidy.number(t['kg'])"]
    assert against("t.resample('W', on='at')['n'].sum()", t=table) == []


def test_methods_of_texts_on_lists() -> None:
    table = pd.DataFrame({"inks": [["red", "tan"], ["red"]], "name": ["a", "b"]})
    [told] = against("len(t[t['inks'].str.contains('red', na=False)])", t=table)
    assert told == "`inks` holds lists, in which .str.contains finds nothing: write .apply(lambda items: … in items)"
    assert against("len(t[t['name'].str.contains('a')])", t=table) == []
    assert against("t['inks'].str.len().sum()", t=table) == []


def test_numbers_that_are_cut_out_of_several_units() -> None:
    table = pd.DataFrame({"held": ["5 kg", "800 g", "2 kg"], "code": ["a 1", "b 2", "c 3"]})
    [told] = against("t['held'].str.extract('(\\\\d+)').astype(float)", t=table)
    assert told == (
        "`held` is in several units ('5 kg', '800 g', '2 kg'), which .str.extract does not see; "
        "read it first by tidy.number(t['held'], unit='kg')"
    )
    assert against("t['code'].str.extract('(\\\\d+)')", t=table) == []


MEMOS = pd.DataFrame({"memo": ["Roof leaks", "the roof", "door", None]})


def test_what_is_looked_for_may_stand_there_in_other_letters() -> None:
    found = "1 row more of `memo` has 'roof' in other letters, 'Roof leaks': write case=False to find them too"
    assert against("memos[memos['memo'].str.contains('roof', na=False)]", memos=MEMOS) == [found]


@pytest.mark.parametrize("how", ["'roof', case=False", "'door'", "'of'", "'roof', flags=2"])
def test_nothing_is_told_where_it_does_not_or_all_is_found(how: str) -> None:
    assert against(f"memos[memos['memo'].str.contains({how}, na=False)]", memos=MEMOS) == []
