from __future__ import annotations

import pytest

from husky_kernel.eval.metrics.denotation import normalized, same_denotation


@pytest.mark.parametrize(
    ("said", "targets", "right"),
    [
        (["France"], ["france"], True),
        (["Rémi"], ["Remi"], True),
        (["Rod Kerr"], ["Rod Kerr (Morwell) (30)"], True),
        (['"Gitara"'], ["Gitara"], True),
        (["11 Mar"], ["11 Mar [8]"], True),
        ([12000], ["12,000"], True),
        ([4.0], ["4"], True),
        (["4.0000001"], ["4"], True),
        (["b", "a"], ["a", "b"], True),
        (["1990-01-12"], ["1990-1-12"], True),
        (["xx-01-12"], ["1990-01-12"], False),
        (["a"], ["a", "b"], False),
        (["a", "b"], ["a"], False),
        ([5], ["4"], False),
        ([], ["4"], False),
        ([True], ["yes"], True),
    ],
)
def test_denotations(said: list[object], targets: list[str], right: bool) -> None:
    assert same_denotation(said, targets) is right


def test_normalisation() -> None:
    assert normalized("“Été” – 2nd (live)†.") == '"ete" - 2nd (live)†'
    assert normalized("  Total* ") == "total"
