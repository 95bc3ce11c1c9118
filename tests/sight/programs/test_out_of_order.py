"""Labels of a chart that stand in another order than its values."""

from __future__ import annotations

import pytest

from husky_kernel.sight.programs.out_of_order import out_of_order

WRONG = (
    "plt.pie(t['kind'].value_counts(), labels=t['kind'].unique())",
    "plt.bar(t['kind'].unique(), t.groupby('kind')['kilos'].sum())",
    "names = t['kind'].unique()\ncounts = t['kind'].value_counts().values\nax.barh(names, counts)",
    "plt.bar(list(t['kind'].unique()), t.groupby('kind').size().sort_values())",
    "plt.bar(t['kind'].drop_duplicates(), t['kind'].value_counts())",
)
RIGHT = (
    "counts = t['kind'].value_counts()\nplt.pie(counts, labels=counts.index)",
    "sums = t.groupby('kind')['kilos'].sum()\nplt.bar(sums.index, sums.values)",
    "plt.bar(sorted(t['kind'].unique()), t.groupby('kind')['kilos'].sum())",
    "plt.bar(t['kind'].unique(), t.groupby('kind', sort=False)['kilos'].sum())",
    "plt.bar(t['kind'].unique(), t['kind'].value_counts().reindex(t['kind'].unique()))",
    "plt.plot(t['day'], t['kilos'])",
    "t['kind'].value_counts().plot(kind='bar', title=str(t['kind'].unique()))",
    "plt.bar(t['kind'].unique(",
)


@pytest.mark.parametrize("program", WRONG)
def test_it_is_told(program: str) -> None:
    (told,) = out_of_order(program)
    assert told.endswith("take the labels from the index of the values")


@pytest.mark.parametrize("program", RIGHT)
def test_what_is_in_one_order_is_not_spoken_against(program: str) -> None:
    assert [*out_of_order(program)] == []
