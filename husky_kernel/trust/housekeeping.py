"""What libraries do on their own: compiled modules, font caches, temporary files, looking for a library on import."""

from __future__ import annotations

import os
import re
import site
import sys
import sysconfig
import tempfile
from functools import cache
from importlib import _bootstrap_external
from types import FrameType
from typing import Any

from husky_kernel.trust.effects import Effect

_temporary: set[str] = set()
"""Files and folders that were made by ``tempfile`` where it makes them."""

_FONTS = re.compile(r"fontlist-v[\w.]+\.json(?:\.matplotlib-lock)?")
_COMPILED = re.compile(r"__pycache__(?:[\\/][^\\/]+\.(?:pyc|nbi|nbc)(?:\.\w+)?)?$")
_NOWHERE = re.compile(r"/dev/(?:null|tty|ptmx|shm/(?:sem|psm|loky)[^/]*)$|nul$", re.IGNORECASE)


def note_temporary(arguments: tuple[Any, ...]) -> None:
    """An audit event of ``tempfile``: the path is its own, if it lies where such files go."""
    path = os.path.realpath(os.fsdecode(arguments[0])) if arguments else ""
    if os.path.dirname(path) == os.path.realpath(tempfile.gettempdir()) or _is_temporary(path):
        _temporary.add(path)


def is_housekeeping(event: str, effect: Effect) -> bool:
    """Whether nobody needs to be asked about ``effect``, which ``event`` is about to have."""
    if effect.kind in ("write", "delete"):
        path = effect.target
        return bool(_NOWHERE.match(path)) or _is_temporary(path) or _is_cache(event, path) or _is_compiled(path)
    return effect.kind == "start" and (_at_import() or (event == "ctypes.dlopen" and of_a_package()))


def _is_temporary(path: str) -> bool:
    while path not in _temporary:
        path, below = os.path.dirname(path), path
        if path == below:
            return False
    return True


def _is_cache(event: str, path: str) -> bool:
    """matplotlib's list of fonts, and the folders that lead to it. Not its settings: they may name a module."""
    home, cache_home = os.path.expanduser("~"), os.environ.get("XDG_CACHE_HOME", "")
    places = [os.path.join(home, ".cache"), os.path.join(home, ".config"), cache_home]
    folders = [os.path.join(place, "matplotlib") for place in places if place]
    folders = [os.path.realpath(folder) for folder in (*folders, os.environ.get("MPLCONFIGDIR", "")) if folder]
    if event == "os.mkdir":
        return any(os.path.join(folder, "").startswith(os.path.join(path, "")) for folder in folders)
    return os.path.dirname(path) in folders and bool(_FONTS.fullmatch(os.path.basename(path)))


def _is_compiled(path: str) -> bool:
    """Written by the import system itself, or by a compiler beside its library."""
    if not _COMPILED.search(path):
        return False
    return path.startswith(_libraries()) or any(
        frame.f_globals is vars(_bootstrap_external) and frame.f_code.co_name in ("_write_atomic", "set_data")
        for frame in _stack(4)
    )


def of_a_package() -> bool:
    """Whether the nearest code that is not Python's own belongs to an installed package."""
    for frame in _stack(None):
        name = frame.f_code.co_filename
        if name.startswith(_packages()):
            return True
        if not name.startswith((*_standard(), "<frozen")):
            return False
    return False


def _at_import() -> bool:
    """Whether a library is being imported: some start a compiler or ``ldconfig`` then."""
    for frame in _stack(None):
        if frame.f_globals is _IMPORTS and frame.f_code.co_name == "_find_and_load":
            return True
        if not frame.f_code.co_filename.startswith((*_libraries(), "<frozen importlib")):
            return False
    return False


_IMPORTS = vars(sys.modules["_frozen_importlib"])


def _stack(most: int | None) -> list[FrameType]:
    """The frames of the code that raised the event, without our own, innermost first."""
    frames: list[FrameType] = []
    frame: FrameType | None = sys._getframe()
    while frame is not None and (most is None or len(frames) < most):
        if frame.f_globals.get("__name__") not in _OURS:
            frames.append(frame)
        frame = frame.f_back
    return frames


_OURS = frozenset({__name__, "husky_kernel.trust.guard", "husky_kernel.trust.effects"})


@cache
def _packages() -> tuple[str, ...]:
    """Where installed packages lie, with the separator at their end."""
    places = [*site.getsitepackages(), site.getusersitepackages(), *map(sysconfig.get_path, ("purelib", "platlib"))]
    return tuple({os.path.join(place, "") for place in places if place})


@cache
def _standard() -> tuple[str, ...]:
    """Where the standard library lies. Packages may lie below it."""
    return tuple(os.path.join(sysconfig.get_path(name), "") for name in ("stdlib", "platstdlib"))


@cache
def _libraries() -> tuple[str, ...]:
    return (*_packages(), *_standard())
