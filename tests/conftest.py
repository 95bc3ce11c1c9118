"""Fixtures of the whole test suite."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from husky_kernel.engines.gguf_conversion import convert_gguf
from husky_kernel.models import load_catalogue, pull


@pytest.fixture(scope="session", autouse=True)
def default_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests see neither the settings nor the data of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("HUSKY_")]:
            if name not in ("HUSKY_CACHE_DIR", "HUSKY_MODELS_PATH", "HUSKY_REQUIRE_BROWSER"):
                patch.delenv(name)
        patch.setenv("HUSKY_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
        patch.setenv("HUSKY_PRELOAD", "0")  # a gigabyte for each kernel; tests of it switch it on
        patch.setenv("HUSKY_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def smollm2_path() -> Path:
    """The real SmolLM2-135M file, fetched into the user's cache if it is not there yet."""
    return pull(load_catalogue().model("smollm2-135m"))


@pytest.fixture(scope="session")
def torch_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where SmolLM2 is converted to, once a session."""
    return tmp_path_factory.mktemp("converted")


@pytest.fixture(scope="session")
def torch_folder(smollm2_path: Path, torch_cache: Path) -> Path:
    """SmolLM2 as a folder of safetensors."""
    return convert_gguf(smollm2_path, torch_cache)


@pytest.fixture(scope="module")
def live_shell() -> Iterator[InteractiveShell]:
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.fixture(scope="session")
def smollm2_folder(smollm2_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SmolLM2 as a folder of safetensors, to tune."""
    from husky_kernel.engines.gguf_conversion import convert_gguf

    return convert_gguf(smollm2_path, tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="session")
def sheep(smollm2_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a LoRA adapter for SmolLM2, trained to give one strange answer."""
    from small_adapters import train

    sha256 = load_catalogue().model("smollm2-135m").sha256
    return train(smollm2_folder, tmp_path_factory.mktemp("trained") / "sheep", sha256)
