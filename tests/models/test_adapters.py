"""Adapters by name: what is taken, what is refused, what is on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_adapters import write_card

from husky_kernel.agent.errors import UseError
from husky_kernel.models import adapters as store
from husky_kernel.models import (
    all_adapters,
    change_card,
    find_adapter,
    forget,
    full_name,
    in_use,
    load_catalogue,
    remove_adapter,
    resolve,
    switch,
    switch_back,
)
from husky_kernel.models.card import Card, Figure, read_card
from husky_kernel.models.spec import TeamSpec

BASE = load_catalogue().model("smollm2-135m")


def folder(place: Path, name: str = "sheep", **card: object) -> Path:
    """An adapter as far as the store looks into it."""
    write_card(place / name, BASE.sha256, **{"name": name, **card})
    (place / name / "adapter_config.json").write_text("{}")
    (place / name / "adapter_model.safetensors").write_bytes(b"weights")
    return place / name


def add(source: Path, **options: str) -> store.Adapter:
    return store.add_adapter(source, BASE, lambda copy: None, **options)


def test_an_added_adapter_is_a_whole_copy(tmp_path: Path) -> None:
    source = folder(tmp_path)
    (source / "notes.txt").write_text("not ours")
    seen: list[Path] = []
    added = store.add_adapter(source, BASE, lambda copy: seen.append(copy) or (copy / "adapter.gguf").touch())
    assert sorted(path.name for path in added.folder.iterdir()) == [
        "adapter.gguf",
        "adapter_config.json",
        "adapter_model.safetensors",
        "card.json",
    ]
    assert seen[0] != added.folder
    assert find_adapter("sheep") == added == all_adapters()[0]
    assert sorted(path.name for path in store.adapters_dir().iterdir()) == ["sheep"]


def test_its_role_and_name_can_be_other_than_on_its_card(tmp_path: Path) -> None:
    added = add(folder(tmp_path), role="math", name="lambs")
    assert (added.card.module, added.card.name, added.ref) == ("math", "lambs", "lambs")
    assert read_card(tmp_path / "sheep").module == "code"


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(copy: Path) -> None:
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        store.add_adapter(folder(tmp_path), BASE, fail)
    assert list(store.adapters_dir().iterdir()) == []


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ({"base_sha256": "0" * 64}, "made for another version of smollm2-135m"),
        ({"base": "qwen2.5-coder-1.5b"}, "is for the model qwen2.5-coder-1.5b, not for smollm2-135m"),
        ({"module": "poetry"}, "module must be one of action, code"),
        ({"name": "../up"}, "name may hold letters"),
        ({"rank": "four"}, "a value is of the wrong kind"),
        ({"schema": "other/2"}, "must have the schema husky.adapter/1"),
        ({"figures": [{"set": "x"}]}, "not right"),
    ],
)
def test_a_wrong_card_is_one_line(tmp_path: Path, card: dict[str, object], said: str) -> None:
    source = folder(tmp_path, name="sheep")
    write_card(source, BASE.sha256, **card)
    with pytest.raises(UseError, match=said) as told:
        add(source)
    assert "\n" not in str(told.value)
    assert all_adapters() == []


def test_what_is_no_adapter_is_told(tmp_path: Path) -> None:
    with pytest.raises(UseError, match=r"it has no card\.json"):
        add(tmp_path)
    source = folder(tmp_path)
    (source / "adapter_model.safetensors").unlink()
    with pytest.raises(UseError, match="it needs adapter_config"):
        add(source)
    (source / "card.json").write_text("{")
    with pytest.raises(UseError, match="cannot read"):
        add(source)
    with pytest.raises(UseError, match=r"no adapter 'goat': there are none yet"):
        find_adapter("goat")


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    add(folder(tmp_path))
    with pytest.raises(UseError, match="an adapter sheep already"):
        add(tmp_path / "sheep")
    with pytest.raises(UseError, match="no role 'poetry'"):
        add(tmp_path / "sheep", role="poetry", name="other")
    with pytest.raises(UseError, match="letters"):
        add(tmp_path / "sheep", name="../sheep")
    assert remove_adapter("sheep")
    assert not remove_adapter("sheep")
    assert not remove_adapter("..")


def test_a_shared_folder_is_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "shared" / "adapters")
    monkeypatch.setenv("HUSKY_MODELS_PATH", str(tmp_path / "shared"))
    assert find_adapter("sheep").folder == tmp_path / "shared" / "adapters" / "sheep"
    assert not remove_adapter("sheep")


def test_names_with_adapters(tmp_path: Path) -> None:
    add(folder(tmp_path))
    add(folder(tmp_path, "goat", module="action"))
    for name in ("smollm2-135m+sheep+goat", "smollm2-135m+code=sheep+action=goat"):
        assert full_name(name) == "smollm2-135m+action=goat+code=sheep"
    spec = resolve("smollm2-135m+math=sheep")
    assert (spec.name, spec.title, set(spec.adapters)) == ("smollm2-135m", "smollm2-135m+math=sheep", {"math"})
    path = tmp_path / "goat"
    assert resolve(f"smollm2-135m+code={path}").adapters["code"].folder == path
    assert full_name("openai:a+b@http://x/v1") == "openai:a+b@http://x/v1"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("smollm2-135m+goat", "no adapter 'goat': there are sheep"),
        ("smollm2-135m+code=sheep+sheep", "two adapters for code"),
        ("smollm2-135m+poetry=sheep", "ROLE=NAME"),
        ("smollm2-135m+code=", "ROLE=NAME"),
        ("qwen2.5-coder-1.5b+sheep", "is for the model smollm2-135m"),
        ("smollm2-135m+", "no adapter ''"),
    ],
)
def test_wrong_names_are_one_line(tmp_path: Path, name: str, said: str) -> None:
    add(folder(tmp_path))
    with pytest.raises(UseError, match=said) as told:
        resolve(name)
    assert "\n" not in str(told.value)


def test_members_of_a_team_bring_their_adapters(tmp_path: Path) -> None:
    from husky_kernel.config import config_dir

    add(folder(tmp_path))
    roles = ("action", "math", "query", "commonsense")
    lines = [f'{role} = "smollm2-135m"' for role in roles]
    mine = config_dir() / "models.toml"
    mine.write_text("\n".join(["[teams.pack]", *lines, 'code = "smollm2-135m+sheep"']))
    team = resolve("pack")
    assert isinstance(team, TeamSpec)
    assert {role for role, member in team.members.items() if member.adapters} == {"code"}
    team = resolve("pack+rewrite=sheep")
    assert set(team.members["action"].adapters) == {"rewrite"}
    assert team.title == "pack+rewrite=sheep"


def test_what_is_on_counts_for_the_plain_name(tmp_path: Path) -> None:
    for name in ("sheep", "goat"):
        add(folder(tmp_path, name))
    assert full_name("smollm2-135m") == "smollm2-135m" == full_name("smollm2-135m+bare")
    switch("smollm2-135m", "code", "sheep")
    assert full_name("smollm2-135m") == "smollm2-135m+code=sheep"
    assert full_name("smollm2-135m+bare") == "smollm2-135m+bare"
    assert resolve("smollm2-135m+bare").adapters == {}
    switch("smollm2-135m", "code", "goat")
    switch("smollm2-135m", "code", "goat")
    assert full_name(full_name("smollm2-135m")) == "smollm2-135m+code=goat"
    assert switch_back("smollm2-135m", "code") == ("goat", "sheep")
    assert switch_back("smollm2-135m", "code") == ("sheep", "")
    with pytest.raises(UseError, match="nothing to undo"):
        switch_back("smollm2-135m", "code")


def test_what_is_gone_is_not_on(tmp_path: Path) -> None:
    for name in ("sheep", "goat"):
        add(folder(tmp_path, name))
        switch("smollm2-135m", "code", name)
    remove_adapter("goat")
    assert full_name("smollm2-135m") == "smollm2-135m"
    forget("goat")
    assert in_use("smollm2-135m") == {"code": "sheep"}
    (store.adapters_dir() / "in_use.json").write_text("{")
    with pytest.raises(UseError, match="delete it"):
        resolve("smollm2-135m")


def test_a_card_goes_there_and_back_and_keeps_what_it_does_not_know(tmp_path: Path) -> None:
    source = folder(tmp_path, author="somebody", rank=4)
    figures = (Figure("tasks", 20, 0.5, 0.4), Figure("held out", 3, 0.2, 0.9))
    card = change_card(source, figures=figures, decision="kept out")
    assert card == read_card(source) == Card.from_json(card.to_json())
    assert [figure.worse for figure in card.figures] == [True, False]
    assert json.loads((source / "card.json").read_text())["author"] == "somebody"
