"""The LoRA adapters of a llama.cpp server: loaded once each, asked for by role with each request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import EngineError
from husky_kernel.engines.identity import files_identity


class Loras:
    """GGUF adapters by role. Two roles may share one.

    Raises
    ------
    EngineError
        If a file is not there.
    """

    def __init__(self, adapters: Mapping[str, Path]) -> None:
        self._files = list(dict.fromkeys(adapters.values()))
        self._of = {role: self._files.index(file) for role, file in adapters.items()}
        for file in self._files:
            if not file.is_file():
                raise EngineError(f"there is no adapter file {file}: add the adapter with `husky models add-adapter`")

    @property
    def files(self) -> Sequence[Path]:
        """Each adapter's file once."""
        return self._files

    def asked(self, role: str) -> dict[str, Any]:
        """What a request of ``role`` says.

        Always of every adapter: only then does the server compare them with those that its cache was read with, and
        read the prompt anew where they differ.
        """
        if not self._files:
            return {}
        return {"lora": [{"id": at, "scale": float(self._of.get(role) == at)} for at in range(len(self._files))]}

    def variant(self, role: str) -> str:
        """What keys and values of ``role`` depend on: its adapter's file as it is now, empty for the bare model."""
        return files_identity(self._files[self._of[role]]) if role in self._of else ""

    def __bool__(self) -> bool:
        return bool(self._files)

    def __str__(self) -> str:
        return ", ".join(str(file) for file in self._files)
