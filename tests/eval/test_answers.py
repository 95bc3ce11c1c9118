from __future__ import annotations

import pytest

from husky_kernel.eval.agents.answers import stated
from husky_kernel.eval.agents.react import read


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1 + 2 = 3\nAnswer: 3", "3"),
        ("So the final answer is **42**.", "42"),
        ("The answer is: $1,200.", "1,200"),
        ("Answer: 3 * 4 = 12", "12"),
        ("Answer: 2024-03-01", "2024-03-01"),
        ("Thus \\boxed{\\frac{1}{2}} holds", "\\frac{1}{2}"),
        ("\\boxed{1} and then \\boxed{2}", "2"),
        ("\\boxed{1 is never closed\nAnswer: 5", "5"),
        ("It is about trees.\nyes", "yes"),
        ("The answer is 4.\nNo wait, the answer is 5.", "5"),
        ("Answer:\n7", "7"),
        ("", None),
        ("\n \n", None),
    ],
)
def test_the_answer_is_read_from_the_end(text: str, answer: str | None) -> None:
    assert stated(text) == answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thought: add\nAction: code\n```python\n1 + 2\n```", ("add", "code", "1 + 2")),
        ("Thought: look\nAction: search\narea of Texas\nObservation: made up", ("look", "search", "area of Texas")),
        ("**Thought:** done\n**Action:** finish\n3", ("done", "finish", "3")),
        ("Thought: x\nAction: search area of Texas", ("x", "search", "area of Texas")),
        ("Thought: x\nAction: [search]\nAction Input: area of Texas", ("x", "search", "area of Texas")),
        ("I do not know", ("I do not know", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_thought_and_its_action_are_read(text: str, found: tuple[str, str, str]) -> None:
    assert read(text) == found
