"""Fixtures of the whole test suite."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from husky_kernel.engines.torch.gguf_conversion import convert_gguf
from husky_kernel.models import load_catalogue, pull

settings.register_profile("same", derandomize=True)  # a run says of the code, and not of luck, what is wrong with it
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


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
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for what takes long to make: all processes of a run have one."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def torch_cache(made_once: Path) -> Path:
    """Where SmolLM2 is converted to, once a run."""
    return made_once / "converted"


@pytest.fixture(scope="session")
def torch_folder(smollm2_path: Path, torch_cache: Path) -> Path:
    """SmolLM2 as a folder of safetensors."""
    return convert_gguf(smollm2_path, torch_cache)


@pytest.fixture(scope="module")
def live_shell() -> Iterator[InteractiveShell]:
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.fixture(scope="session")
def sheep(torch_folder: Path, made_once: Path) -> Path:
    """The folder of a LoRA adapter for SmolLM2, trained to give one strange answer."""
    from filelock import FileLock
    from small_adapters import train

    folder = made_once / "sheep"
    with FileLock(made_once / "sheep.lock"):
        if not folder.exists():
            train(torch_folder, made_once / "training" / "sheep", load_catalogue().model("smollm2-135m").sha256)
            (made_once / "training" / "sheep").rename(folder)
    return folder
