from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.engines.torch.gguf_conversion import convert_gguf
from husky_kernel.engines.torch.loading import choose_device, failure, load

ROOT = Path(__file__).parents[2]


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)


def test_without_torch_one_line_says_what_to_install() -> None:
    code = """
import sys
for name in ("torch", "transformers", "peft"):
    sys.modules[name] = None  # as if it were not installed
from pathlib import Path
from husky_kernel.agent.errors import EngineError
from husky_kernel.engines.torch.engine import TransformersEngine
try:
    TransformersEngine("somewhere", "m", Path("."))
except EngineError as error:
    print(error)
"""
    done = python(code)
    assert done.stdout == (
        'the transformers engine needs torch, transformers, peft: pip install "husky-kernel[torch]"\n'
    ), done.stderr


def test_the_engines_import_nothing_heavy() -> None:
    code = """
import sys
import husky_kernel.engines.torch.engine, husky_kernel.engines.openai.engine, husky_kernel.engines.scripted
import husky_kernel.engines.llamacpp.engine
print([name for name in ("torch", "transformers", "peft", "openai", "httpx", "xllamacpp") if name in sys.modules])
"""
    done = python(code)
    assert done.stdout == "[]\n", done.stderr


def test_devices() -> None:
    assert choose_device("cpu") == "cpu"
    assert choose_device("auto") in ("cuda", "mps", "cpu")
    with pytest.raises(UseError, match=r"unknown device 'tpu': choose one of auto, cuda, mps, cpu"):
        choose_device("tpu")


def test_a_device_that_is_not_there() -> None:
    import torch

    absent = "cuda" if torch.backends.mps.is_available() else "mps"  # no machine has both
    with pytest.raises(EngineError, match=f"torch finds no {absent} device here: use the device cpu"):
        choose_device(absent)


@pytest.mark.parametrize("error", ["OutOfMemoryError", "MemoryError", "mps"])
def test_a_full_memory_is_called_that(error: str) -> None:
    import torch

    known = {
        "OutOfMemoryError": torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB.\nGPU 0 ..."),
        "MemoryError": MemoryError(),
        "mps": RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"),
    }
    assert str(failure(known[error], "loading m")).startswith("out of memory while loading m: use a smaller model")


def test_other_failures_keep_their_first_line() -> None:
    assert (
        str(failure(RuntimeError("shapes differ\n at ..."), "reading")) == "torch failed while reading: shapes differ"
    )


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(EngineError, match="cannot load the model") as caught:
        load(tmp_path / "model", tmp_path, "cpu")
    assert "\n" not in str(caught.value)


def test_a_gguf_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"no model file .*none\.gguf: fetch it"):
        convert_gguf(tmp_path / "none.gguf", tmp_path)


def test_a_file_that_is_no_gguf_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + os.urandom(5000))
    cache = tmp_path / "cache"
    with pytest.raises(EngineError, match=r"transformers cannot read bad\.gguf"):
        convert_gguf(tmp_path / "bad.gguf", cache)
    assert [path.name for path in cache.iterdir() if path.is_dir()] == []


@pytest.mark.model
def test_a_gguf_file_is_converted_once(smollm2_path: Path, torch_folder: Path, torch_cache: Path) -> None:
    made = (torch_folder / "model.safetensors").stat().st_mtime_ns
    assert convert_gguf(smollm2_path, torch_cache) == torch_folder
    assert (torch_folder / "model.safetensors").stat().st_mtime_ns == made
    assert [path for path in torch_cache.iterdir() if path.is_dir()] == [torch_folder]


@pytest.mark.model
def test_a_converted_file_loads_in_full_precision_on_the_cpu(smollm2_path: Path, torch_cache: Path) -> None:
    import torch

    loaded = load(smollm2_path, torch_cache, "cpu", threads=1)
    assert loaded.device == "cpu"
    assert loaded.model.dtype == torch.float32
    assert not loaded.model.training
