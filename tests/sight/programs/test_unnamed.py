"""Values of several groups say which is which."""

from __future__ import annotations

import pytest

from husky_kernel.sight.programs.unnamed import unnamed

TOLD = "the values do not say which is which: take them of .groupby('side')"


@pytest.mark.parametrize(
    "program",
    [
        "(d[d['side'] == 'port'].kg.mean(), d[d['side'] == 'star'].kg.mean())",
        "p = d['side'] == 'port'\ns = d['side'] == 'star'\n[d[p].kg.sum(), d[s].kg.sum()]",
        "len(d.loc[d.side == 'port']), len(d.loc[d.side == 'star'])",
    ],
)
def test_values_without_the_names_of_their_groups(program: str) -> None:
    assert list(unnamed(program)) == [TOLD]


@pytest.mark.parametrize(
    "program",
    [
        "d.groupby('side').kg.mean()",
        "d[d['side'] == 'port'].kg.mean(), d[d['side'] == 'port'].kg.max()",
        "d[(d['side'] == 'port') & (d['deck'] == 'low')].kg.mean(), 3",
        "[('port', d[d['side'] == 'port'].kg.sum()), ('star', d[d['side'] == 'star'].kg.sum())]",
        "d[d['side'] == 'port'].kg.sum() - d[d['side'] == 'star'].kg.sum()",
        "d[",
    ],
)
def test_others_are_left_alone(program: str) -> None:
    assert list(unnamed(program)) == []
