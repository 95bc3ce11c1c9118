from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import FINISH, parse_action
from husky_kernel.agent.types import Task
from husky_kernel.modules.profile import MODULES, load_profile

TOOLS = ("code", "math", "search", "commonsense")


@pytest.mark.parametrize("name", ["qwen", "smollm2"])
def test_shipped_profiles_show_every_tool_with_and_without_history(name: str) -> None:
    profile = load_profile(name)
    assert set(profile.prompts) == set(MODULES)
    examples = profile.prompts["action"].examples
    actions = [parse_action(example.target, TOOLS) for example in examples]
    assert {action.tool for action in actions if action} == {*TOOLS, FINISH} - (
        {"math"} if name == "smollm2" else set()
    )
    assert all(action is not None for action in actions)
    assert {bool(example.history) for example in examples} == {True, False}
    assert any("DataFrame" in example.context for example in examples)


def test_example_code_of_the_profiles_is_python() -> None:
    for example in load_profile("qwen").prompts["code"].examples:
        assert compile(example.target, "example", "exec")


def test_an_unknown_profile_is_told_in_one_line() -> None:
    with pytest.raises(UseError, match="choose one of qwen, smollm2"):
        load_profile("llama")


@pytest.mark.parametrize(
    ("text", "told"),
    [("[action", "not valid TOML"), ("[action]\nsystem = 'x'\nask = 'y'", "no section"), ("", "no section")],
)
def test_a_broken_profile_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(UseError, match=told):
        load_profile(str(file))


def test_a_misspelt_key_is_told(tmp_path: Path) -> None:
    file = tmp_path / "typo.toml"
    file.write_text("\n".join(f"[{name}]\nsystem = 'x'\nask = 'y'\nmaxtokens = 3" for name in MODULES))
    with pytest.raises(UseError, match="maxtokens"):
        load_profile(str(file))


def test_a_check_may_be_of_several_kinds(tmp_path: Path) -> None:
    sections = "\n".join(f"[{module}]\nsystem = ''\nask = ''" for module in MODULES)
    check = 'turns = ["code"]\nask = {code = "Again."}\n'
    one = f'kind = "a"\n{check}[[policy.checks]]\nkind = "b"\n{check}'
    both = f'kind = ["a", "b"]\n{check}'
    policies = []
    for at, checks in enumerate((one, both)):
        file = tmp_path / f"{at}.toml"
        file.write_text(f"[kinds]\na = 'x'\nb = 'y'\n[[policy.checks]]\n{checks}{sections}")
        policies.append(load_profile(str(file)).policy)
    assert policies[0] == policies[1]
    assert [when.pattern for when, _ in policies[1].checks] == ["x", "y"]


ARITHMETIC = ["What is 6 times 7?", "what's 17*23", "2+2?", "15% of 80", "12 squared", "(3+4)*5", "7 divided by 3 ="]
NO_ARITHMETIC = [
    "What is 42?",
    "12",
    "What is x + 3?",
    "How many days in 3 weeks?",
    "3 km plus 4 miles",
    "3 times as many",
]


@pytest.mark.parametrize("question", [*ARITHMETIC, *NO_ARITHMETIC])
def test_arithmetic_is_what_is_written_out_in_numbers_and_signs(question: str) -> None:
    policy = load_profile("qwen").policy
    assert policy.decided([], Task(question)) == ("code" if question in ARITHMETIC else None)
    assert bool(policy.opinions_on(question).turns) == (question not in ARITHMETIC)


COUNTED = [
    "Ann has 3 boxes of 6 eggs. How many eggs are there?",
    "Half of two dozen is sold.\nHow much is left, in total?",
]
NOT_COUNTED = [
    "How many people live in Oslo?",
    "What happened in 1812 and 1914?",
    "Is a dozen more than half of ten?",
]


@pytest.mark.parametrize("question", [*COUNTED, *NOT_COUNTED])
def test_what_is_asked_of_several_numbers_begins_with_a_program(question: str) -> None:
    policy = load_profile("qwen").policy
    assert policy.decided([], Task(question)) == ("code" if question in COUNTED else None)
    if question in COUNTED:
        assert policy.opinions_on(question) == policy.opinions
