"""Loading a causal language model with its tokenizer onto the best device there is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.engines.torch.gguf_conversion import convert_gguf

NEEDED = ("torch", "transformers", "safetensors", "gguf", "peft")
DEVICES = ("auto", "cuda", "mps", "cpu")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model in evaluation mode, its tokenizer, the device it lives on, and where its files were read from."""

    model: Any
    tokenizer: Any
    device: str
    place: Path | str


def load(
    source: Path | str, cache_dir: Path, device: str = "auto", threads: int | None = None, waiting: bool = False
) -> Loaded:
    """Load ``source`` in bf16 for a GPU, in fp32 for a CPU.

    Parameters
    ----------
    source
        A folder with safetensors, a GGUF file (converted once into ``cache_dir``), or a repository of the model hub.
    cache_dir
        Where converted files are kept.
    device
        ``auto``, ``cuda``, ``mps`` or ``cpu``.
    threads
        CPU threads of torch in this process; torch's own choice if None.
    waiting
        Whether the weights stay in main memory, for somebody else to move to the device.

    Raises
    ------
    EngineError
        If torch is not installed, there is no such model or device, or the memory is too small.
    """
    require()
    limit(threads)
    chosen = choose_device(device)
    place = convert_gguf(Path(source), cache_dir) if str(source).endswith(".gguf") else source
    try:
        with _quiet(Path(place).is_dir()):
            model, tokenizer = _read(place, chosen, waiting)
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = str(error).partition("\n")[0]
        raise EngineError(f"cannot load the model {source}: {reason}") from error
    except (MemoryError, RuntimeError) as error:
        raise failure(error, f"loading {source}") from error
    return Loaded(model, tokenizer, chosen, place)


def require() -> None:
    """Raise :class:`EngineError` if a package that this engine needs is not installed."""
    missing = [name for name in NEEDED if not installed(name)]
    if missing:
        install = 'pip install "husky-kernel[torch]"'
        raise EngineError(f"the transformers engine needs {', '.join(missing)}: {install}")


def choose_device(device: str) -> str:
    """The device that ``device`` stands for on this machine.

    Raises
    ------
    UseError
        If it is none of :data:`DEVICES`.
    EngineError
        If this machine has no such device.
    """
    import torch

    if device not in DEVICES:
        raise UseError(f"unknown device {device!r}: choose one of {', '.join(DEVICES)}")
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if device == "auto":
        return next(name for name, found in there.items() if found)
    if not there[device]:
        raise EngineError(f"torch finds no {device} device here: use the device cpu, or install torch for {device}")
    return device


def failure(error: BaseException, doing: str) -> EngineError:
    """What a failure inside torch means to the user."""
    import torch

    text = str(error).partition("\n")[0]
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "out of memory" in text:
        return EngineError(f"out of memory while {doing}: use a smaller model, or close what else uses the memory")
    return EngineError(f"torch failed while {doing}: {text}")


def free(device: str) -> None:
    """Give memory of models that nobody holds any more back to ``device``."""
    import torch

    gc.collect()
    if device == "cuda":
        torch.cuda.empty_cache()
    elif device == "mps":
        torch.mps.empty_cache()


def limit(threads: int | None) -> None:
    """Have torch use so many CPU threads in this process; as many as it likes if None."""
    import torch

    if threads:
        torch.set_num_threads(threads)


def installed(name: str) -> bool:
    """Whether the package ``name`` can be imported; it is not."""
    try:
        return find_spec(name) is not None
    except ValueError:  # a module that something has blocked
        return False


def _read(place: Path | str, device: str, waiting: bool) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    tokenizer = AutoTokenizer.from_pretrained(place)
    model: Any = AutoModelForCausalLM.from_pretrained(place, dtype=dtype)
    return (model if waiting else model.to(device)).eval(), tokenizer


@contextmanager
def _quiet(active: bool) -> Iterator[None]:
    """No progress bar for what takes a moment; downloads keep theirs."""
    import transformers

    logging: Any = transformers.utils.logging
    shown = logging.is_progress_bar_enabled()
    if active and shown:
        logging.disable_progress_bar()
    try:
        yield
    finally:
        if active and shown:
            logging.enable_progress_bar()
