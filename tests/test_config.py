from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.config import Settings, cache_dir, config_dir, data_dir, load_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUSKY_CONFIG_DIR", str(tmp_path))
    monkeypatch.delenv("HUSKY_PRELOAD", raising=False)  # which the whole suite switches off
    return tmp_path / "config.toml"


def test_defaults_without_a_file(file: Path) -> None:
    assert load_settings() == Settings()
    assert (Settings().max_steps, Settings().approve, Settings().search_backend) == (8, "none", "offline")


def test_each_layer_is_stronger_than_the_one_below(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('model = "from-file"\nmax_steps = 3\ncode_timeout = 5\napprove = "code"\n')
    monkeypatch.setenv("HUSKY_MAX_STEPS", "4")
    monkeypatch.setenv("HUSKY_MODEL", "from-environment")
    settings = load_settings(model="from-caller", threads=None)
    assert settings == Settings(model="from-caller", max_steps=4, code_timeout=5, approve="code")


def test_every_setting_can_come_from_the_environment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(
        model="m",
        max_steps=2,
        approve="all",
        search_backend="searxng",
        searxng_url="http://localhost:8888",
        code_timeout=1.5,
        output_limit=1000,
        context_tokens=50,
        threads=3,
        download_without_asking=True,
        gpu_memory=23.5,
        examples="solved.jsonl",
        lookup=True,
    )
    for field in fields(Settings):
        name = "HUSKY_SEARCH" if field.name == "search_backend" else f"HUSKY_{field.name.upper()}"
        monkeypatch.setenv(name, str(getattr(given, field.name)))
    assert load_settings() == given


def test_an_empty_variable_counts_as_not_set(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_MODEL", "")
    monkeypatch.setenv("HUSKY_MAX_STEPS", " ")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("variable", "text", "allowed"),
    [
        ("HUSKY_MAX_STEPS", "many", "a whole number from 1 to 100"),
        ("HUSKY_MAX_STEPS", "0", "a whole number from 1 to 100"),
        ("HUSKY_APPROVE", "sometimes", "one of none, code, all"),
        ("HUSKY_SEARCH", "google", "one of offline, ddgs, serpapi, searxng"),
        ("HUSKY_SEARXNG_URL", "localhost:8888", "http://"),
        ("HUSKY_CODE_TIMEOUT", "-1", "seconds above 0"),
        ("HUSKY_CODE_TIMEOUT", "nan", "seconds above 0"),
        ("HUSKY_CODE_TIMEOUT", "inf", "seconds above 0, 1,000,000 at most"),
        ("HUSKY_CODE_TIMEOUT", "1e18", "seconds above 0, 1,000,000 at most"),
        ("HUSKY_THREADS", "1.5", "a whole number"),
        ("HUSKY_GPU_MEMORY", "0", "a number of GB above 0"),
        ("HUSKY_GPU_MEMORY", "inf", "a number of GB above 0"),
        ("HUSKY_DOWNLOAD_WITHOUT_ASKING", "perhaps", "true or false"),
    ],
)
def test_a_bad_variable_is_named_with_what_is_allowed(
    file: Path, monkeypatch: pytest.MonkeyPatch, variable: str, text: str, allowed: str
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(UseError) as caught:
        load_settings()
    message = str(caught.value)
    assert message.startswith(variable)
    assert allowed in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("max_steps = true", "a whole number from 1 to 100"),
        ('max_steps = "8"', "a whole number from 1 to 100"),
        ("approve = []", "one of none, code, all"),
        ("model = 1.5", "the name of a model"),
        ("download_without_asking = 1", "true or false"),
        ("max_step = 8", "unknown key max_step"),
        ("[search]\nbackend = 'ddgs'", "unknown key search"),
        ("max_steps 8", "cannot read"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(file: Path, line: str, words: str) -> None:
    file.write_text(line)
    with pytest.raises(UseError) as caught:
        load_settings()
    assert str(file) in str(caught.value)
    assert words in str(caught.value)


def test_a_file_that_is_no_text_is_named(file: Path) -> None:
    file.write_bytes(b"model = '\xff\xfe'")
    with pytest.raises(UseError, match="cannot read"):
        load_settings()


def test_overrides_are_checked_too(file: Path) -> None:
    with pytest.raises(UseError, match="max_steps must be a whole number"):
        load_settings(max_steps=1000)
    with pytest.raises(UseError, match="unknown setting steps"):
        load_settings(steps=1)


def test_settings_are_frozen_and_check_themselves() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().model = "other"  # type: ignore[misc]
    with pytest.raises(UseError, match="threads must be a whole number"):
        Settings(threads=0)


def test_searxng_needs_its_address() -> None:
    with pytest.raises(UseError, match="searxng_url"):
        Settings(search_backend="searxng")


def test_folders_follow_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, folder in (("CONFIG", config_dir), ("CACHE", cache_dir), ("DATA", data_dir)):
        monkeypatch.setenv(f"HUSKY_{name}_DIR", str(tmp_path / name))
        assert folder() == tmp_path / name
        monkeypatch.setenv(f"HUSKY_{name}_DIR", "~/husky")
        assert folder() == Path.home() / "husky"
        monkeypatch.setenv(f"HUSKY_{name}_DIR", "")
        assert folder().is_absolute()
        assert "husky-kernel" in str(folder())
