from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_adapters import TAUGHT, asked, write_card

from husky_kernel import assembly
from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.agent.loop import run
from husky_kernel.agent.types import Task
from husky_kernel.assembly.residence import residents_for
from husky_kernel.config import config_dir, load_settings
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.models import ModelSpec, TeamSpec, resolve
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


def test_answers_are_checked_unless_the_settings_say_no() -> None:
    spec = resolve("qwen2.5-coder-1.5b")
    assert isinstance(spec, ModelSpec)
    checked = assembly.profile_of(spec, load_settings()).policy
    assert checked == load_profile("qwen").policy
    assert assembly.profile_of(spec, load_settings(check_answers=False)).policy == checked.unchecked()


@pytest.mark.parametrize(("shown", "fixed", "books"), [("all", True, 2), ("fixed", True, 0), ("none", False, 0)])
def test_the_coder_is_shown_what_the_settings_say(scripted: str, shown: Any, fixed: bool, books: int) -> None:
    spec = resolve("qwen2.5-coder-1.5b")
    assert isinstance(spec, ModelSpec)
    profile = assembly.profile_of(spec, load_settings(cookbook=shown))
    agent = assembly.Agent("one", {"action": ScriptedEngine(scripted.removeprefix("scripted:"))}, {"action": profile})
    code: Any = CommonsenseTool()
    code.name = "code"
    expert = agent.team({"code": code}).experts["code"]
    data = expert.prompt.data
    assert data is not None
    assert bool(data.examples) is fixed
    assert len(expert.books) == books


def test_a_profile_of_ones_own_goes_before_the_shipped_one() -> None:
    folder = config_dir() / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    mine = folder / "qwen.toml"
    shipped = Path(assembly.__file__).parents[1] / "modules" / "profiles" / "qwen.toml"
    mine.write_text(shipped.read_text().replace("copies = 100", "copies = 7"))
    try:
        assert assembly.profile_for("qwen").policy.copies == 7
    finally:
        mine.unlink()
    assert assembly.profile_for("generic").policy.copies == 100


def test_a_family_without_prompts_is_told() -> None:
    with pytest.raises(UseError, match="no profile"):
        assembly.profile_for("husky-v1")


def test_a_team_of_torch_models_shares_the_gpu() -> None:
    team = resolve("qwen2.5-7b")
    assert isinstance(team, TeamSpec)
    members = team.members.values()
    assert residents_for(members, load_settings(), lambda: None) is None
    whole = residents_for(members, load_settings(), lambda: 80_000_000_000)
    small = residents_for(members, load_settings(gpu_memory=20), lambda: 80_000_000_000)
    assert whole is not None
    assert small is not None
    for name in ("one", "two"):
        whole.add(name, None, 17_000_000_000)
        small.add(name, None, 17_000_000_000)
    assert whole.all_fit
    assert not small.all_fit
    with pytest.raises(EngineError, match=r"has 20\.0 GB"):
        small.add("three", None, 21_000_000_000)


def test_a_torch_model_alone_shares_with_nobody_unless_bounded() -> None:
    alone = resolve("qwen2.5-coder-7b")
    assert isinstance(alone, ModelSpec)
    assert residents_for([alone], load_settings(), lambda: 80_000_000_000) is None
    assert residents_for([alone], load_settings(gpu_memory=20), lambda: 80_000_000_000) is not None


def test_to_be_expected_is_for_engines_that_can_use_it(scripted: str) -> None:
    class Ready(ScriptedEngine):
        told = 0

        def expect(self) -> None:
            self.told += 1

    agent = assembly.load_agent(scripted, load_settings(), quiet)
    agent.expect("code")
    ready = Ready(Path(scripted.removeprefix("scripted:")))
    replace(agent, roles={**agent.roles, "code": ready}).expect("code")
    assert ready.told == 1


@pytest.mark.model
def test_an_adapter_answers_in_its_role_with_prompts_of_its_own(sheep: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(sheep, tmp_path / "sheep")
    shipped = Path(assembly.__file__).parents[1] / "modules" / "profiles" / "smollm2.toml"
    (folder / "profile.toml").write_text(shipped.read_text().replace("You write Python", "You write verse"))
    agent = assembly.load_agent(f"smollm2-135m+code={folder}", load_settings(threads=1), quiet)
    assert agent.name == f"smollm2-135m+code={folder}"
    assert agent.team({}).name == agent.name
    assert agent.prompt("code").system.strip().startswith("You write verse")
    assert "step by step" in agent.prompt("action").system
    assert agent.engine("code") is agent.engine("action")
    assert agent.engine("code").generate(asked("code")).text == TAUGHT
    assert "Paris" in agent.engine("action").generate(asked("action")).text
    assert (folder / "adapter.gguf").is_file(), "it was converted where it lay"
    agent.close()


@pytest.mark.model
def test_an_adapter_for_another_file_is_not_laid_over_this_one(sheep: Path, tmp_path: Path, smollm2_path: Path) -> None:
    agent = assembly.load_agent(f"{smollm2_path}+code={sheep}", load_settings(threads=1), quiet)
    assert agent.engine("code").generate(asked("code")).text == TAUGHT
    agent.close()
    other = shutil.copytree(sheep, tmp_path / "other")
    write_card(other, "0" * 64)
    with pytest.raises(UseError, match="another version"):
        assembly.load_agent(f"{smollm2_path}+code={other}", load_settings(), quiet)


def test_what_is_read_early_is_for_questions_alone_and_of_one_model() -> None:
    profile, engine = load_profile("qwen"), object()
    alone = assembly.Agent("m", {"action": engine}, {"action": profile}).openings()  # type: ignore[dict-item]
    assert [request.role for request in alone] == ["action", "code", "math"]
    short = profile.prompts["code"].alone
    assert short is not None
    assert alone[1].messages[0].content == short.system.strip()
    others = {"action": engine, "code": object(), "math": engine}
    assert [request.role for request in assembly.Agent("m", others, {"action": profile}).openings()] == [
        "action",
        "math",
    ]
