"""What is not copied: packages without state of a step's, and classes whose objects are refused, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

SILENT = frozenset(
    [
        "IPython",
        "ipykernel",
        "husky_kernel",
        "comm",
        "zmq",
        "tornado",
        "asyncio",
        "logging",
        "importlib",
        "typing",
        "abc",
        "_abc",
        "enum",
        "traceback",
        "warnings",
        "contextvars",
        "_contextvars",
        "weakref",
        "_weakref",
        "pathlib",
        "pybind11_builtins",
        "datetime",
        "decimal",
        "_decimal",
        "re",
        "uuid",
        "fractions",
        "zoneinfo",
        "ipaddress",
        "pyarrow",
        "_frozen_importlib",
        "_frozen_importlib_external",
        "string",
        "_struct",
        "_json",
        "operator",
        "_operator",
        "__future__",
        "codecs",
        "ast",
        "_ast",
        "inspect",
    ]
)
"""Packages whose objects have nothing of a step's in them: values that never change, or machinery."""

STEADY = frozenset({"numpy", "pandas", "torch", "polars", "builtins", "scipy", "matplotlib"})
"""Packages whose remaining compiled types are values, types and functions."""

WOUND = "which cannot be wound back"

WHY: Sequence[tuple[str, str, str]] = (
    ("types", "GeneratorType", f"a generator, {WOUND}"),
    ("types", "CoroutineType", f"a coroutine, {WOUND}"),
    ("types", "AsyncGeneratorType", f"a generator, {WOUND}"),
    ("io", "IOBase", "an open file"),
    ("threading", "Thread", "a thread"),
    ("socket", "socket", "a connection"),
    ("subprocess", "Popen", "a process"),
    ("concurrent.futures", "Executor", "a pool of workers"),
    ("concurrent.futures", "Future", "work that goes on elsewhere"),
    ("sqlite3", "Connection", "a connection to a database"),
    ("sqlite3", "Cursor", "a connection to a database"),
    ("traitlets", "HasTraits", "an object that the notebook's page shares"),
    ("multiprocessing.process", "BaseProcess", "a process"),
)
"""Module and name of a class, and why its objects are not copied."""
