"""What code calls, by full name, and which of these calls may act on what they are given: a hint, never a gate."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

RUNS = (
    *(
        "exec",
        "eval",
        "compile",
        "__import__",
        "getattr",
        "setattr",
        "builtins.*",
        "importlib.*",
        "runpy.*",
        "ctypes.*",
    ),
    *("pickle.load*", "dill.load*", "cloudpickle.load*", "marshal.load*", "joblib.load", "pandas.read_pickle"),
    *("pandas.eval", "types.FunctionType", "types.CodeType"),
)
PROCESS = (
    *("os.system", "os.popen", "os.exec*", "os.spawn*", "os.posix_spawn*", "os.startfile", "os.fork*", "os.kill*"),
    *("subprocess.*", "pty.*", "pexpect.*", "asyncio.create_subprocess*", "get_ipython.*"),
    *("multiprocessing.Process", "multiprocessing.Pool"),
)
NETWORK = (
    *("requests.*", "httpx.*", "urllib.request.*", "urllib3.*", "aiohttp.*", "socket.*", "http.client.*", "smtplib.*"),
    *("ftplib.*", "paramiko.*", "websockets.*", "telnetlib.*", "boto3.*", "webbrowser.*"),
)
FILES = (
    *("os.remove", "os.unlink", "os.rmdir", "os.removedirs", "os.rename", "os.replace", "os.truncate", "os.chmod"),
    *("os.symlink", "shutil.*"),
)
KINDS = {"runs text as code": RUNS, "process": PROCESS, "network": NETWORK, "files": FILES}

_FILE_METHODS = frozenset({"unlink", "rmdir", "write_text", "write_bytes", "rmtree", "symlink_to", "touch"})
_TEXT_METHODS = frozenset({"query", "eval"})
"""Methods of tables that take text as code."""
_UNHEARD = re.compile(
    r"^(?:duckdb|h5py|pycurl|pyarrow|tables|cffi)\.|"
    r"(?:^|\.)(?:write_(?:csv|parquet|excel|ipc|json|ndjson|avro|database|delta)|sink_\w+|to_hdf)$"
)
_USUAL = {"pd": "pandas", "np": "numpy", "sp": "subprocess", "pa": "pyarrow"}
_MAGIC = re.compile(r"^[ \t]*(?:[!%]|[\w, ]+=[ \t]*[!%](?!=))(.*)$", re.MULTILINE)
_SHELL = re.compile(r"^[\w, =]*(?:!|%{1,2}(?:bash|sh|script|system|sx|run|pip|conda|mamba|writefile|perl|ruby)\b)")
_OPEN_TO_WRITE = re.compile(r"[wax+]")


@dataclass(frozen=True, slots=True)
class Call:
    """A call by the name of what is called; ``kind`` is one of ``KINDS``, or None for calls that stay inside."""

    name: str
    kind: str | None
    node: ast.Call


@dataclass(frozen=True, slots=True)
class Parsed:
    """Code as ``source`` and its tree, without magics; those that go to a shell are in ``shell``.

    ``tree`` is None where it is no Python.
    """

    source: str
    tree: ast.Module | None
    shell: tuple[str, ...] = ()


def parse(code: str) -> Parsed:
    """Read code of a cell, magics and all."""
    if code.lstrip().startswith("%%"):
        first, _, rest = code.lstrip().partition("\n")
        return Parsed(code, None, (code.strip(),)) if _SHELL.match(first) else parse(rest)
    shell = tuple(line for match in _MAGIC.finditer(code) if _SHELL.match(line := match[0].strip()))
    plain = _MAGIC.sub(lambda match: match[0][: len(match[0]) - len(match[0].lstrip())] + "pass", code)
    for source, lines in ((code, ()), (plain, shell)):  # a line of a long string may begin with a percent sign
        try:
            return Parsed(source, ast.parse(source), lines)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return Parsed(code, None, shell)


def calls(tree: ast.Module) -> Iterator[Call]:
    """Every call in ``tree``, under the name it has after imports."""
    names = _USUAL | dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _full(node.func, names)
            yield Call(name, _kind(name, node), node)


def unheard(code: str) -> str | None:
    """The first call in ``code`` by which compiled code writes or connects without an audit event; None for none."""
    tree = parse(code).tree
    names = (call.name for call in calls(tree)) if tree is not None else ()
    return next((name.lstrip(".") for name in names if _UNHEARD.search(name)), None)


def is_text_method(call: Call) -> bool:
    """A table's own ``query`` or ``eval``."""
    return "." in call.name and call.name.rpartition(".")[2] in _TEXT_METHODS and call.name != "pandas.eval"


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _full(node: ast.expr, names: dict[str, str]) -> str:
    """``sp.run`` as ``subprocess.run``; of a method of some value only ``.name``."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{_full(node.value, names)}.{node.attr}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("get_ipython", "__import__"):
        first = node.args[0] if node.args else None
        return str(first.value) if isinstance(first, ast.Constant) else node.func.id
    return ""


def _kind(name: str, node: ast.Call) -> str | None:
    for kind, prefixes in KINDS.items():
        if any(fnmatchcase(name, prefix) for prefix in prefixes):
            return kind
    method = name.rpartition(".")[2]
    if method in _TEXT_METHODS and isinstance(node.func, ast.Attribute):
        return "runs text as code"
    if method in _FILE_METHODS or (method == "open" and _opens_to_write(node)):
        return "files"
    return None


def _opens_to_write(node: ast.Call) -> bool:
    modes = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "mode")]
    modes += node.args[:1] if isinstance(node.func, ast.Attribute) else []
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(len(text) <= 3 and _OPEN_TO_WRITE.search(text) for text in texts)
