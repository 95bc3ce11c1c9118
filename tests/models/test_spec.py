from __future__ import annotations

import struct
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.models import ModelSpec, TeamSpec, resolve
from husky_kernel.models.entry import ROLES
from husky_kernel.models.gguf import read_header


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def gguf(template: str = "<|start_header_id|>", version: int = 3) -> bytes:
    """A GGUF header with a text, a number, a truth value and arrays of texts, of numbers and of arrays."""
    pairs = [
        text("general.name") + struct.pack("<I", 8) + text("Some Qwen"),
        text("tokens") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("Ü"),
        text("kinds") + struct.pack("<IIQ3i", 9, 5, 3, 1, 2, 3),
        text("nested") + struct.pack("<IIQIQ2B", 9, 9, 1, 0, 2, 7, 8),
        text("general.architecture") + struct.pack("<I", 8) + text("llama"),
        text("add_bos") + struct.pack("<IB", 7, 1),
        text("llama.context_length") + struct.pack("<II", 4, 4096),
        text("tokenizer.chat_template") + struct.pack("<I", 8) + text("{% for %}" + template),
    ]
    return b"GGUF" + struct.pack("<IQQ", version, 0, len(pairs)) + b"".join(pairs) + b"\0" * 64


def test_a_name_of_the_catalogue() -> None:
    spec = resolve("qwen2.5-coder-0.5b")
    assert isinstance(spec, ModelSpec)
    assert (spec.kind, spec.family, spec.template, spec.context_length) == ("catalogue", "qwen", "chatml", 32768)
    assert [entry.name for entry in spec.entries()] == ["qwen2.5-coder-0.5b"]


def test_a_team_has_a_model_for_each_role_and_lists_each_entry_once() -> None:
    team = resolve("qwen2.5-7b")
    assert isinstance(team, TeamSpec)
    assert set(team.members) == set(ROLES)
    assert [entry.name for entry in team.entries()] == ["qwen2.5-coder-7b", "qwen2.5-math-7b"]


def test_a_users_team_may_mix_all_kinds(tmp_path: Path) -> None:
    models = dict.fromkeys(ROLES, "smollm2-135m") | {"math": "openai:big@http://localhost:1/v1"}
    lines = "\n".join(f'{role} = "{model}"' for role, model in models.items())
    (tmp_path / "config" / "models.toml").write_text(f"[teams.mixed]\n{lines}")
    team = resolve("mixed")
    assert isinstance(team, TeamSpec)
    assert team.members["math"].base_url == "http://localhost:1/v1"
    assert len(team.entries()) == 1


def test_a_gguf_file_says_itself_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(gguf())
    spec = resolve(str(path))
    assert spec == ModelSpec("mine", "gguf", "qwen", "llama-3", 4096, path=path)


@pytest.mark.parametrize(
    ("marks", "template"),
    [
        ("<|im_start|>", "chatml"),
        ("[INST]", "llama-2"),
        ("{{ 'User: ' + message }}", "deepseek"),
        ("none that we know", ""),
    ],
)
def test_templates_are_recognised_by_their_marks(tmp_path: Path, marks: str, template: str) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(gguf(marks))
    assert read_header(path).template == template


def test_a_file_with_a_template_that_we_do_not_know_gets_plain_turns(tmp_path: Path) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(gguf("### Instruction"))
    spec = resolve(str(path))
    assert isinstance(spec, ModelSpec)
    assert spec.template == "plain"


@pytest.mark.model
def test_the_header_of_a_real_file(smollm2_path: Path) -> None:
    spec = resolve(str(smollm2_path))
    assert isinstance(spec, ModelSpec)
    assert (spec.family, spec.template, spec.context_length) == ("smollm2", "chatml", 8192)


@pytest.mark.parametrize("content", [b"", b"GGUF", b"text that is long enough" * 9, gguf()[:100], gguf(version=1)])
def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(content)
    with pytest.raises(UseError, match="not a model in GGUF format"):
        resolve(str(path))


def test_a_scripted_model(tmp_path: Path) -> None:
    path = tmp_path / "replies.json"
    path.write_text("{}")
    assert resolve(f"scripted:{path}") == ModelSpec(f"scripted:{path}", "scripted", path=path)


@pytest.mark.parametrize(
    ("name", "model", "address"),
    [
        ("openai:gpt@https://host/v1", "gpt", "https://host/v1"),
        ("openai:org/model@v2@http://localhost:8000/v1", "org/model@v2", "http://localhost:8000/v1"),
        ("openai:qwen@latest", "qwen@latest", "http://from-environment/v1"),
    ],
)
def test_openai_names(monkeypatch: pytest.MonkeyPatch, name: str, model: str, address: str) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://from-environment/v1")
    spec = resolve(name)
    assert isinstance(spec, ModelSpec)
    assert (spec.kind, spec.model, spec.base_url) == ("openai", model, address)


@pytest.mark.parametrize(
    "name", ["openai:gpt", "openai:@http://host/v1", "openai:gpt@ftp://host", "openai:gpt@http://"]
)
def test_an_openai_name_without_a_server_says_how_to_name_one(name: str) -> None:
    with pytest.raises(UseError, match="openai:MODEL@http"):
        resolve(name)


@pytest.mark.parametrize("name", ["/nowhere/x.gguf", "scripted:/nowhere/x.json"])
def test_a_file_that_is_not_there(name: str) -> None:
    with pytest.raises(UseError, match="there is no file /nowhere"):
        resolve(name)


def test_an_unknown_name_lists_teams_too() -> None:
    with pytest.raises(UseError, match=r"did you mean husky-v1"):
        resolve("husky-v2")
