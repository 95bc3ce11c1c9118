from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_servers import Web, WheelHouse


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed_address: str) -> None:
    """Nothing is installed, the hub cannot be reached, and pip knows no index but a folder of wheels."""
    for name in list(os.environ):
        if name.startswith(("HF_", "PIP_", "OPENAI_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name in ("cache", "config", "huggingface", "wheels"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HUSKY_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HUSKY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.delenv("HUSKY_MODELS_PATH", raising=False)
    monkeypatch.setenv("HF_ENDPOINT", closed_address)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "huggingface"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")


@pytest.fixture
def closed_address() -> str:
    """An address at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def wheels(tmp_path: Path) -> WheelHouse:
    return WheelHouse(tmp_path / "wheels")


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A server whose hub part answers; pip asks it only where a test says so."""
    web = Web(tmp_path / "wheels")
    server = web.start()
    monkeypatch.setenv("HF_ENDPOINT", web.address)
    yield web
    web.release.set()
    server.shutdown()
    server.server_close()
