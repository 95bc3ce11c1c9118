"""The checks of ``husky doctor``, one function each."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel import models
from husky_kernel.agent.errors import HuskyError
from husky_kernel.assembly import chosen_model
from husky_kernel.config import cache_dir, load_settings
from husky_kernel.models.progress import in_words

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = {
    "ipykernel": "",
    "jupyter-server": "",
    "ipywidgets": "",
    "pandas": "",
    "xllamacpp": "",
    "jupyterlab": "[lab]",
    "matplotlib": "[lab]",
    "torch": "[torch]",
}
"""Packages and the extra of ours that brings each; those without one are needed."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``found`` tells what there is, ``fix`` what to type or do where it is not ``ok``."""

    name: str
    ok: bool
    found: str
    needed: bool = True
    fix: str = ""


def all_checks() -> list[Check]:
    """Every check, those of the machine first. What cannot even be looked at counts as missing."""
    checks = [_guarded("Python", python), *packages()]
    named: dict[str, Callable[[], Check]] = {
        "memory": memory,
        "disk": disk,
        "GPU": gpu,
        "model": model,
        "cards": cards,
        "kernel": kernelspec,
        "server extension": server_extension,
        "browser": browser,
    }
    return checks + [_guarded(name, check) for name, check in named.items()]


def python() -> Check:
    """The Python that runs this."""
    good = sys.version_info >= (3, 11)
    found = f"{platform.python_version()} at {sys.executable}"
    return Check("Python", good, found, fix="install Python 3.11 or newer")


def packages() -> list[Check]:
    """The packages we stand on, and those that only some parts want."""
    checks = []
    for package, extra in PACKAGES.items():
        try:
            found, good = importlib.metadata.version(package), True
        except importlib.metadata.PackageNotFoundError:
            found, good = "not installed", False
        checks.append(Check(package, good, found, not extra, f"pip install 'husky-kernel{extra}'"))
    return checks


def memory() -> Check:
    """Free memory against what the model of the settings needs."""
    free, need = models.free_memory(), max((entry.memory for entry in _entries()), default=0)
    found = f"{in_words(free)} free, the model needs about {in_words(need)}"
    gpu_free = models.gpu_memory() or 0
    small = "close other programs, or take a smaller model: export HUSKY_MODEL=qwen2.5-coder-0.5b"
    return Check("memory", max(free, gpu_free) >= need, found, fix=small)


def disk() -> Check:
    """Free disk space against what is still to be fetched."""
    folder = cache_dir()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    need = sum(2 * entry.bytes for entry in _entries() if not models.installed(entry))
    found = f"{in_words(free)} free in {cache_dir()}" + (f", {in_words(need)} wanted for the model" if need else "")
    return Check("disk", free >= need, found, fix="free some space, or set HUSKY_CACHE_DIR to a folder on another disk")


def gpu() -> Check:
    """A GPU that torch can use. Nothing needs one."""
    free = models.gpu_memory()
    if free is not None:
        return Check("GPU", True, f"{in_words(free)} free", needed=False)
    return Check("GPU", False, "none that torch can use: models run on the processor", needed=False)


def model() -> Check:
    """The files of the model that a run takes."""
    name = chosen_model(load_settings())
    missing = [entry.name for entry in _entries() if not models.installed(entry)]
    found = f"{name} is here" if not missing else f"{', '.join(missing)} not fetched yet"
    return Check("model", not missing, found, fix=f"husky models pull {name}")


def cards() -> Check:
    """Our extension of JupyterLab, which draws them, where the JupyterLab of this Python looks."""
    from jupyter_core.paths import jupyter_path

    folders = [Path(folder) for folder in jupyter_path("labextensions", "husky-kernel-cards")]
    found = next((folder for folder in folders if (folder / "static" / "husky.js").is_file()), None)
    fix = "pip install --force-reinstall --no-deps husky-kernel, in a checkout also: pip install --editable ."
    return Check("cards", found is not None, f"in {found}" if found else "JupyterLab does not find them", fix=fix)


def kernelspec() -> Check:
    """Our kernel in Jupyter's list, and whether the Python it names is there."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    fix = "husky kernel install"
    try:
        spec = KernelSpecManager().get_kernel_spec("husky")
    except NoSuchKernel:
        return Check("kernel", False, "not in Jupyter's list", fix=fix)
    program = str(spec.argv[0])
    there = program.startswith("python") or Path(program).is_file()
    found = f"in {spec.resource_dir}" if there else f"names a Python that is gone: {program}"
    return Check("kernel", there, found, fix=fix)


def server_extension() -> Check:
    """Whether the Jupyter server is told to load our part. The magic and the kernel work without."""
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager

    manager: Any = ExtensionConfigManager(read_config_path=jupyter_config_path())
    enabled = bool(manager.enabled("husky_kernel"))
    fix = "jupyter server extension enable husky_kernel --sys-prefix"
    return Check("server extension", enabled, "enabled" if enabled else "not enabled", needed=False, fix=fix)


def browser() -> Check:
    """A browser that the tests can drive. Only developers want one."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    fix = "install Chromium with your system's package manager (only the browser tests use it)"
    return Check("browser", found is not None, found or "no Chromium", needed=False, fix=fix)


def _entries() -> tuple[models.ModelEntry, ...]:
    return models.resolve(chosen_model(load_settings())).entries()


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    """``check``, or what kept it from being made: a doctor does not faint."""
    try:
        return check()
    except HuskyError as error:
        return Check(name, False, str(error))
    except Exception as error:
        return Check(name, False, f"cannot be looked at: {type(error).__name__}: {error}")
