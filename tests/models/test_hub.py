from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from model_servers import REPOSITORY, Web, sha256, some_bytes, tiny

from husky_kernel.agent.errors import ModelError
from husky_kernel.models import ModelEntry, installed, path, pull, verify
from husky_kernel.models.entry import HubSource
from husky_kernel.models.remote import answer_within
from husky_kernel.models.source import SourceFailed

DATA = some_bytes(3_000_000)


def folder_entry() -> ModelEntry:
    return tiny(DATA, engine="transformers", file="", sha256="", hub=HubSource(REPOSITORY))


def parts(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "models" / "tiny.parts"


def test_a_file_is_fetched_verified_and_then_found_without_asking_again(web: Web, tmp_path: Path) -> None:
    entry = tiny(DATA, hub=True)
    web.hub["tiny.gguf"] = DATA
    seen: list[tuple[str, int, int]] = []
    file = pull(entry, progress=lambda *report: seen.append(report))
    assert file == tmp_path / "cache" / "models" / "tiny" / "tiny.gguf"
    assert file.read_bytes() == DATA
    assert ("downloading tiny (hub)", len(DATA), len(DATA)) in seen
    assert not parts(tmp_path).exists()
    asked = len(web.asked)
    assert pull(entry) == path(entry) == verify(entry) == file
    assert len(web.asked) == asked


def test_a_broken_connection_is_taken_up_where_it_broke(web: Web) -> None:
    web.hub["tiny.gguf"] = DATA
    web.broken_answers = 2
    assert pull(tiny(DATA, hub=True)).read_bytes() == DATA
    assert web.ranges == [f"bytes={len(DATA) // 2}-", f"bytes={3 * len(DATA) // 4}-"]


def test_a_connection_that_keeps_breaking_is_an_error_and_the_next_pull_goes_on(web: Web, tmp_path: Path) -> None:
    entry = tiny(DATA, hub=True)
    web.hub["tiny.gguf"] = DATA
    web.broken_answers = 100
    with pytest.raises(ModelError, match=r"could not fetch tiny \(hub: the connection .* broke"):
        pull(entry)
    assert not installed(entry)
    kept = (parts(tmp_path) / "hub" / "tiny.gguf.partial").stat().st_size
    assert kept > len(DATA) // 2
    web.broken_answers, web.ranges = 0, []
    assert pull(entry).read_bytes() == DATA
    assert web.ranges == [f"bytes={kept}-"]


def test_another_file_at_the_hub_is_refused_before_it_is_downloaded(web: Web) -> None:
    web.hub["tiny.gguf"] = some_bytes(len(DATA), seed=1)
    with pytest.raises(ModelError, match="not the file that the catalogue names"):
        pull(tiny(DATA, hub=True))
    assert web.count("GET") == 0


def test_a_wrong_checksum_leaves_nothing_behind(web: Web, tmp_path: Path) -> None:
    entry = tiny(DATA, hub=True)
    web.hub["tiny.gguf"] = some_bytes(len(DATA), seed=1)
    web.claims["tiny.gguf"] = sha256(DATA)
    with pytest.raises(ModelError, match="wrong checksum"):
        pull(entry)
    assert not installed(entry)
    assert [file for file in (tmp_path / "cache").rglob("*") if file.is_file() and file.suffix != ".lock"] == []


def test_without_a_checksum_of_our_own_the_hubs_decides(web: Web) -> None:
    entry = tiny(DATA, hub=True, sha256="", bytes=2_900_000)
    web.hub["tiny.gguf"] = DATA
    assert pull(entry).read_bytes() == DATA
    assert verify(entry) == path(entry)
    path(entry).write_bytes(some_bytes(len(DATA), seed=1))
    with pytest.raises(ModelError, match="damaged"):
        verify(entry)


def test_without_any_checksum_nothing_is_taken(web: Web) -> None:
    web.hub["tiny.gguf"] = DATA
    web.large = ()
    with pytest.raises(ModelError, match="gives no checksum"):
        pull(tiny(DATA, hub=True, sha256=""))


def test_a_repository_that_was_renamed_is_followed(web: Web) -> None:
    web.hub["tiny.gguf"] = DATA
    web.moved = True
    assert pull(tiny(DATA, hub=True)).read_bytes() == DATA


def test_a_token_opens_private_repositories(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "made-up")
    web.hub["tiny.gguf"] = DATA
    pull(tiny(DATA, hub=True))
    assert web.tokens[0] == "Bearer made-up"


@pytest.mark.parametrize(("status", "words"), [(404, "answered 404"), (401, "answered 401"), (503, "answered 503")])
def test_a_refusal_is_told(web: Web, status: int, words: str) -> None:
    web.status = status
    with pytest.raises(ModelError, match=words):
        pull(tiny(DATA, hub=True))


def test_offline_is_told_with_what_to_type(closed_address: str) -> None:
    with pytest.raises(ModelError) as caught:
        pull(tiny(DATA, hub=True))
    assert f"hub: {closed_address} cannot be reached" in str(caught.value)
    assert "`husky models pull tiny`" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_hub_is_not_asked_where_the_user_forbids_it(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    web.hub["tiny.gguf"] = DATA
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE is set"):
        pull(tiny(DATA, hub=True))
    assert web.asked == []


def test_a_hub_that_accepts_and_says_nothing_is_given_up() -> None:
    never = threading.Event()
    with pytest.raises(SourceFailed, match=r"did not answer within 0.05 seconds"):
        answer_within(0.05, never.wait)
    never.set()


def test_a_file_in_the_hub_librarys_cache_is_not_downloaded(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    blobs = tmp_path / "huggingface" / "hub" / "models--someone--tiny" / "blobs"
    blobs.mkdir(parents=True)
    (blobs / sha256(DATA)).write_bytes(DATA)
    assert pull(tiny(DATA, hub=True)).read_bytes() == DATA
    assert web.asked == []


def test_a_damaged_file_in_that_cache_is_not_taken(web: Web, tmp_path: Path) -> None:
    blobs = tmp_path / "huggingface" / "hub" / "models--someone--tiny" / "blobs"
    blobs.mkdir(parents=True)
    (blobs / sha256(DATA)).write_bytes(some_bytes(len(DATA), seed=1))
    web.hub["tiny.gguf"] = DATA
    assert pull(tiny(DATA, hub=True)).read_bytes() == DATA
    assert (blobs / sha256(DATA)).exists()


def whole_repository() -> dict[str, bytes]:
    return {
        "README.md": b"# read me",
        "config.json": json.dumps({"model_type": "tiny"}).encode(),
        "tokenizer.json": some_bytes(10_000, seed=2),
        "model.safetensors": DATA,
        "pytorch_model.bin": b"old",
        "onnx/model.json": b"{}",
    }


def test_a_repository_is_fetched_without_what_is_not_needed(web: Web) -> None:
    entry = folder_entry()
    web.hub = whole_repository()
    folder = pull(entry)
    names = {file.name for file in folder.iterdir()}
    assert names == {"config.json", "tokenizer.json", "model.safetensors", "verified.json"}
    assert (folder / "model.safetensors").read_bytes() == DATA
    assert installed(entry)
    assert verify(entry) == folder
    (folder / "config.json").write_text("{}")
    assert not installed(entry)


def test_a_repository_goes_on_with_the_file_that_broke(web: Web) -> None:
    web.hub = whole_repository()
    web.broken_answers = 100
    with pytest.raises(ModelError, match="broke"):
        pull(folder_entry())
    web.broken_answers, web.asked = 0, []
    pull(folder_entry())
    assert web.count("GET /someone/tiny/resolve/main/config.json") == 0
    assert web.count("GET /store/model.safetensors") == 1


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_a_repository_with_one_wrong_file_is_not_installed(web: Web, name: str) -> None:
    web.hub = whole_repository()
    web.claims[name] = "0" * (64 if name in web.large else 40)
    with pytest.raises(ModelError, match=name):
        pull(folder_entry())
    assert not installed(folder_entry())


def test_a_repository_without_weights_is_told(web: Web) -> None:
    web.hub = {"config.json": b"{}"}
    with pytest.raises(ModelError, match="holds no weights"):
        pull(folder_entry())


@pytest.mark.parametrize("listing", [{"siblings": [{"rfilename": "config.json"}]}, {"siblings": "none"}])
def test_an_answer_that_is_no_listing_is_told(web: Web, listing: dict[str, Any]) -> None:
    web.listing = listing
    with pytest.raises(ModelError, match="not understood"):
        pull(folder_entry())
