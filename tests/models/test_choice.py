from __future__ import annotations

import importlib.util

import psutil

from husky_kernel.models import default_model, free_memory, gpu_memory, load_catalogue

GB = 1_000_000_000


def test_the_choice_on_a_cpu_depends_on_free_memory() -> None:
    assert default_model(16 * GB) == "qwen2.5-coder-1.5b"
    assert default_model(3 * GB) == "qwen2.5-coder-1.5b"
    assert default_model(3 * GB - 1) == "qwen2.5-coder-0.5b"


def test_a_gpu_that_holds_the_team_gets_the_team() -> None:
    models = load_catalogue().models
    needed = models["qwen2.5-coder-7b"].memory + models["qwen2.5-math-7b"].memory
    assert default_model(16 * GB, needed) == "qwen2.5-7b"
    assert default_model(16 * GB, needed - 1) == "qwen2.5-coder-1.5b"
    assert default_model(2 * GB, 8 * GB) == "qwen2.5-coder-0.5b"


def test_the_default_fits_into_the_memory_that_it_is_chosen_for() -> None:
    assert load_catalogue().model(default_model(3 * GB)).memory <= 3 * GB


def test_free_memory_is_what_this_machine_has() -> None:
    assert 0 < free_memory() <= psutil.virtual_memory().total


def test_gpu_memory_is_none_exactly_where_torch_has_no_gpu() -> None:
    usable = False
    if importlib.util.find_spec("torch") is not None:
        import torch

        usable = torch.cuda.is_available()
    found = gpu_memory()
    assert (found is not None) == usable
    assert found is None or found > 0
