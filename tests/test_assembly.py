from __future__ import annotations

import json
from pathlib import Path

import pytest

from husky_kernel import assembly
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.loop import run
from husky_kernel.agent.policy import Policy
from husky_kernel.agent.types import Task
from husky_kernel.config import config_dir, load_settings
from husky_kernel.modules.profile import load_profile
from husky_kernel.tools.commonsense import CommonsenseTool


def quiet(text: str, fraction: float | None) -> None:
    pass


@pytest.fixture
def scripted(tmp_path: Path) -> str:
    file = tmp_path / "model.json"
    replies = {"action": {"0": "[commonsense] Say it.", "1": "[finish] yes"}, "commonsense": {"0": "It is so."}}
    file.write_text(json.dumps(replies))
    return f"scripted:{file}"


def test_a_scripted_model_solves_by_the_whole_line(scripted: str) -> None:
    agent = assembly.load_agent(scripted, load_settings(), quiet)
    team = agent.team({"commonsense": CommonsenseTool()})
    trace = drive(run(Task("Is it?"), team, 3), agent.engine, team.tools)
    assert (trace.status, trace.answer, trace.model) == ("finished", "yes", scripted)
    assert trace.steps[0].output == "It is so."


def test_a_script_is_taken_at_its_word(scripted: str) -> None:
    assert assembly.load_agent(scripted, load_settings(), quiet).team({}).policy == Policy()
    assert load_profile("qwen").policy != Policy()


@pytest.mark.parametrize("name", ["no-such-model", "scripted:none.json", "none.gguf", "openai:x"])
def test_what_is_not_there_is_told_in_one_line(name: str) -> None:
    with pytest.raises(UseError) as told:
        assembly.load_agent(name, load_settings(), quiet)
    assert "\n" not in str(told.value)


def test_a_large_model_is_not_fetched_without_leave() -> None:
    with pytest.raises(UseError, match="--yes"):
        assembly.load_agent("qwen2.5-coder-7b", load_settings(), quiet)


def test_a_profile_of_ones_own_goes_before_the_shipped_one() -> None:
    folder = config_dir() / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    mine = folder / "qwen.toml"
    shipped = Path(assembly.__file__).parent / "modules" / "profiles" / "qwen.toml"
    mine.write_text(shipped.read_text().replace("copies = 100", "copies = 7"))
    try:
        assert assembly.profile_for("qwen").policy.copies == 7
    finally:
        mine.unlink()
    assert assembly.profile_for("generic").policy.copies == 100


def test_a_family_without_prompts_is_told() -> None:
    with pytest.raises(UseError, match="no profile"):
        assembly.profile_for("husky-v1")
