from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.protocols import Message
from husky_kernel.training.pairs.pairs import Pair, read_pairs, write_pairs

TURNS = (Message("system", "Be brief."), Message("user", "Wie groß ist 2 + 2?"))
PLAIN = Pair(messages=TURNS, completion="4", module="math", source="here", id="a.0")
FULL = Pair(
    messages=TURNS,
    completion="2 + 2",
    module="rewrite",
    source="here",
    id="a.1",
    prefill="```python\n",
    closing="\n```",
    question="2 + 2?",
    licence="MIT",
    weight=2.5,
)


def test_pairs_come_back_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    assert write_pairs(path, [PLAIN, FULL]) == 2
    assert list(read_pairs(path)) == [PLAIN, FULL]
    assert "weight" not in PLAIN.to_json()


def test_the_rewriter_is_served_by_the_commonsense_module() -> None:
    assert (PLAIN.role, FULL.role) == ("math", "commonsense")


@pytest.mark.parametrize("line", ["nonsense", "[1]", '{"messages": []}', '{"messages": [{"role": "user"}]}'])
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.jsonl"
    write_pairs(path, [PLAIN])
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(UseError, match=r"pairs\.jsonl, line 2, is no training pair"):
        list(read_pairs(path))
    with pytest.raises(UseError, match="cannot read"):
        list(read_pairs(tmp_path / "none.jsonl"))
