"""The floors of the house: imports go down only, rooms on one floor do not know each other."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = "husky_kernel"
ROOT = Path(__file__).parents[1] / PACKAGE
MOST = 20
"""Files side by side in one folder, so that a stranger reads its names at a glance."""
SHELVES = {"eval/benchmarks", "cookbook/tables"}
"""Folders with a file for each benchmark, for each small table: read by name, not through."""
FLOORS = {
    "libraries": 0,
    "agent": 1,
    "config": 1,
    "machine": 1,
    "tidy": 1,
    "lines": 1,
    "syntax": 1,
    "numerals": 1,
    "superlatives": 1,
    "engines": 2,
    "models": 2,
    "tools": 2,
    "modules": 2,
    "display": 2,
    "checkpoint": 2,
    "trust": 2,
    "corrections": 2,
    "learning": 2,
    "kinds": 2,
    "files": 2,
    "sight": 2,
    "cookbook": 2,
    "context": 3,
    "assembly": 4,
    "kernel": 5,
    "server": 5,
    "eval": 5,
    "bench": 5,
    "training": 5,
    "cli": 6,
}
GROUND = "agent"
"""The room that everyone may use, even its neighbour on the same floor; it uses the standard library alone."""


def broken_rules(root: Path) -> list[str]:
    """Every import below ``root`` that goes up, sideways, or out of the ground floor's standard library."""
    return [
        f"{file.relative_to(root)}: {fault}"
        for file in sorted(root.rglob("*.py"))
        for fault in _faults(root, file)
        if file != root / "__init__.py"  # the front door: its imports are late, and the next test watches them
    ]


def _faults(root: Path, file: Path) -> Iterator[str]:
    room = file.relative_to(root).parts[0].removesuffix(".py")
    if room not in FLOORS:
        yield f"{room} is on no floor: add it to FLOORS"
        return
    for module in _imports(root, file):
        top, _, rest = module.partition(".")
        other = rest.partition(".")[0]
        if top != PACKAGE:
            if room == GROUND and top not in sys.stdlib_module_names:
                yield f"{GROUND} imports {module}, which is not of the standard library"
        elif other in FLOORS and other != room and other != GROUND and FLOORS[other] >= FLOORS[room]:
            yield f"{room} (floor {FLOORS[room]}) imports {other} (floor {FLOORS[other]})"
        elif room == GROUND and other != GROUND:
            yield f"{GROUND} imports {module}"


def _imports(root: Path, file: Path) -> Iterator[str]:
    """Full names of all that a file imports, wherever in it."""
    package = (PACKAGE, *file.relative_to(root).parts[:-1])
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            # `from husky_kernel import models` names a room, `from husky_kernel import __version__` does not.
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == PACKAGE else (module,)


def test_every_import_goes_down() -> None:
    assert broken_rules(ROOT) == []


def test_every_room_is_there_to_be_checked() -> None:
    rooms = {file.relative_to(ROOT).parts[0].removesuffix(".py") for file in ROOT.rglob("*.py")}
    assert {"agent", "config", "engines", "models", "tools", "modules", "display", "assembly", "cli"} <= rooms


BAD = {
    "up": ("tools/a.py", "from husky_kernel.assembly import tool_context", "tools (floor 2) imports assembly"),
    "up, late": ("models/a.py", "def f():\n    import husky_kernel.cli.entry", "models (floor 2) imports cli"),
    "sideways": ("engines/a.py", "from husky_kernel import models", "engines (floor 2) imports models"),
    "sideways, dots": ("kernel/a.py", "from ..server import handlers", "kernel (floor 5) imports server"),
    "dots only": ("kernel/deep/a.py", "from ... import eval", "kernel (floor 5) imports eval"),
    "outside": ("agent/a.py", "import numpy.linalg", "agent imports numpy.linalg"),
    "ground to neighbour": ("agent/a.py", "from husky_kernel.config import Settings", "agent (floor 1) imports config"),
    "ground to the door": ("agent/a.py", "from husky_kernel import __version__", "agent imports"),
    "new room": ("attic/a.py", "", "attic is on no floor"),
}
GOOD = {
    "down": ("cli/a.py", "from husky_kernel import __version__, models\nimport pandas"),
    "to the ground": ("config.py", "from husky_kernel.agent.errors import UseError\nimport platformdirs"),
    "at home": ("tools/a.py", "from husky_kernel.tools import registry\nfrom . import registry"),
    "standard library": ("agent/a.py", "import json\nfrom collections.abc import Mapping"),
}


@pytest.mark.parametrize(("name", "code", "fault"), BAD.values(), ids=BAD)
def test_a_bad_import_is_found(tmp_path: Path, name: str, code: str, fault: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(code, encoding="utf-8")
    [found] = broken_rules(tmp_path)
    assert found.startswith(f"{name}: {fault}")


@pytest.mark.parametrize(("name", "code"), GOOD.values(), ids=GOOD)
def test_a_good_import_passes(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(code, encoding="utf-8")
    assert broken_rules(tmp_path) == []


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = (
        "torch",
        "transformers",
        "xllamacpp",
        "pandas",
        "numpy",
        "IPython",
        "ipywidgets",
        "httpx",
        "jupyter_client",
        "detect_secrets",
    )
    code = f"import sys, husky_kernel; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_every_test_file_has_a_name_of_its_own() -> None:
    """pytest takes two files of one name in different folders for the same module."""
    names = Counter(path.name for path in Path(__file__).parent.rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_folder_holds_more_files_than_one_reads_at_a_glance() -> None:
    files = Counter(str(path.parent.relative_to(ROOT)) for path in ROOT.rglob("*.py") if path.name != "__init__.py")
    assert {folder: count for folder, count in files.items() if count > MOST and folder not in SHELVES} == {}


def test_the_plan_of_the_house_names_files_that_are_there() -> None:
    plan = (ROOT.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]*)(\.(?:py|toml|js|md))?(?:\.[A-Za-z_]+)?`", plan)
    assert len(named) > 50
    assert [path + kind for path, kind in named if not any(map(Path.exists, _places(path, kind)))] == []


def _places(path: str, kind: str) -> Iterator[Path]:
    """Where the plan may mean: in the package, in the project, or in one of the rooms that its sentence is about."""
    for folder in (ROOT, ROOT.parent, *(child for child in ROOT.iterdir() if child.is_dir())):
        yield folder / (path + kind)
        yield folder / (path + ".py")
