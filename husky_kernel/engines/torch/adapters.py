"""Named LoRA adapters on one base model, and which role uses which.

An activated LoRA (arXiv 2504.12397) changes nothing before the last place where its invocation tokens stand in a
prompt. PEFT is given it as a plain one, and is switched on from that place on: so what stands before is read, and
kept, once for a whole run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.engines.identity import files_identity


class Adapters:
    """Switches one model between its adapters. Not safe for threads: the engine's lock guards it."""

    def __init__(self, model: Any) -> None:
        self._base = model
        self._peft: Any = None
        self._names: set[str] = set()
        self._roles: dict[str, str] = {}
        self._active: str | None = None
        self._invocations: dict[str, list[int]] = {}
        self._identities: dict[str, str] = {}

    def load(self, name: str, path: Path) -> None:
        """Load the adapter in folder ``path``; one of that name is replaced.

        Raises
        ------
        EngineError
            If the folder holds no adapter, or one for another model.
        """
        if not (path / "adapter_config.json").is_file():
            raise EngineError(f"there is no adapter in {path}: it has no adapter_config.json")
        try:
            self._attach(name, path)
        except (RuntimeError, ValueError, KeyError, TypeError, OSError) as error:
            self._remove(name)
            reason = " ".join(str(error).split())[:200]
            raise EngineError(f"the adapter in {path} does not fit the model: {reason}") from error
        self._names.add(name)
        self._identities[name] = files_identity(path)
        self._select(None)

    def assign(self, role: str, name: str | None) -> None:
        """Let ``role`` use the adapter ``name`` from now on, or none.

        Raises
        ------
        UseError
            If no adapter of that name is loaded.
        """
        if name is not None and name not in self._names:
            raise UseError(f"no adapter {name!r} is loaded: there are {', '.join(sorted(self._names)) or 'none'}")
        self._roles.pop(role, None)
        if name is not None:
            self._roles[role] = name

    def of(self, role: str) -> str | None:
        """The adapter that ``role`` uses."""
        return self._roles.get(role)

    def identity(self, role: str) -> str:
        """What tells the role's adapter from any other, of the same name as well; empty for the bare model."""
        return self._identities.get(self.of(role) or "", "")

    @property
    def active(self) -> str | None:
        """The adapter that counts now."""
        return self._active

    def activate(self, role: str) -> str | None:
        """Make the model answer with the role's adapter; its name, None for the bare model."""
        name = self.of(role)
        self.select(name)
        return name

    def begins(self, role: str, ids: Sequence[int]) -> int:
        """Where in a prompt the role's adapter begins to count: at 0, unless it is an activated one."""
        marks = self._invocations.get(self.of(role) or "", [])
        starts = range(len(ids) - len(marks), -1, -1) if marks else (0,)
        return next((at for at in starts if list(ids[at : at + len(marks)]) == marks), len(ids))

    def is_activated(self, role: str) -> bool:
        """Whether the role's adapter is an activated one."""
        return bool(self._invocations.get(self.of(role) or ""))

    def rest(self) -> None:
        """Make the model answer bare until the next :meth:`activate`."""
        self._select(None)

    def select(self, name: str | None) -> None:
        """Make the model answer with an adapter, whatever its role, or bare."""
        if name != self._active:
            self._select(name)

    def _attach(self, name: str, path: Path) -> None:
        from peft import PeftConfig, PeftModel

        if name in self._names:
            self._remove(name)
        config: Any = PeftConfig.from_pretrained(str(path))
        marks, config.alora_invocation_tokens = getattr(config, "alora_invocation_tokens", None), None
        if self._peft is None:
            self._peft = PeftModel(self._base, config, adapter_name=name, autocast_adapter_dtype=False)
        else:
            self._peft.add_adapter(name, config, autocast_adapter_dtype=False)
        self._peft.load_adapter(path, adapter_name=name, autocast_adapter_dtype=False)
        self._invocations[name] = list(marks or ())
        self._base.eval()

    def _remove(self, name: str) -> None:
        """Take an adapter off, even one that was only half loaded; the last one takes PEFT's layers with it."""
        if self._peft is None:
            return
        self._names.discard(name)
        self._invocations.pop(name, None)
        if self._names:
            if name in self._peft.peft_config:
                self._peft.delete_adapter(name)
            self._select(None)
        else:
            self._peft.unload()
            self._peft = self._active = None

    def _select(self, name: str | None) -> None:
        if self._peft is None:
            return
        if name is None:
            self._peft.base_model.disable_adapter_layers()
        else:
            self._peft.base_model.enable_adapter_layers()
            self._peft.set_adapter(name, inference_mode=True)
        self._active = name
