"""The unchanging beginnings of prompts, read by the model once per machine and kept as files.

A role's instructions and worked examples are most of its prompt: some 1,500 tokens, half a minute on two cores. The
embedded llama.cpp server writes a slot's keys and values to a file and reads them back in some 30 ms.
"""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from husky_kernel.agent.errors import EngineError
from husky_kernel.engines.kept_files import KeptFiles, drop

LARGEST = 1_000_000_000
"""Bytes that all files may have together, unless said otherwise: some 25 beginnings of the default model."""

SUFFIX = ".prefix"

SHORTEST = 600
"""Characters below which a beginning is read anew: that takes little longer than a file."""


class Slot(Protocol):
    """Where a server keeps what it has read of one prompt."""

    @property
    def number(self) -> int:
        """Which one it is."""

    def read(self, text: str) -> int:
        """Read a text from its beginning; the number of tokens that had to be worked on."""

    def save(self, name: str) -> int:
        """Write what was read to a file of that name in the folder; its bytes, 0 if that failed."""

    def restore(self, name: str) -> bool:
        """Take what is in such a file for what was read; False if that failed."""


class SavedPrefixes:
    """Files of one model's slots.

    Parameters
    ----------
    folder
        Where the files are; it is made if need be.
    key
        All that they depend on besides the text: the model's checksum, the engine's version, how it lays slots out.
    largest
        Bytes that all files may have together; those that were not used for longest go first.
    """

    def __init__(self, folder: Path, key: str, largest: int = LARGEST) -> None:
        self._key, self._files = key, KeptFiles(folder, SUFFIX, largest)
        self._held: dict[int, str] = {}
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def bring(self, slot: Slot, beginning: str, variant: str = "") -> int:
        """See to it that ``slot`` begins with ``beginning``; the number of tokens that had to be read for it.

        ``variant`` names what else the keys and values depend on, an adapter for one. A file that is broken or cannot
        be written only costs time.
        """
        if len(beginning) < SHORTEST:
            self.forget(slot.number)  # it will hold something else
            return 0
        name = self._name(beginning, variant)
        if self._held.get(slot.number) == name:
            return 0
        with self._making[name]:  # of several lanes that want it one reads it, and the others its file
            tokens = 0 if self._restore(slot, name) else self._make(slot, name, beginning)
        self._held[slot.number] = name
        return tokens

    def forget(self, number: int) -> None:
        """The slot of that number holds its beginning no longer."""
        self._held.pop(number, None)

    def forget_all(self) -> None:
        """No slot holds its beginning any longer; the files are as they were."""
        self._held.clear()

    def _name(self, beginning: str, variant: str) -> str:
        text = "\0".join((self._key, variant, beginning))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def _restore(self, slot: Slot, name: str) -> bool:
        file = self._files.find(name)
        if file is None:
            return False
        with suppress(EngineError):  # the server has ended of it: without the file the next one will not
            if slot.restore(file.name):
                return True
        drop(file)
        return False

    def _make(self, slot: Slot, name: str, beginning: str) -> int:
        tokens = slot.read(beginning)

        def save(draft: Path) -> bool:
            with suppress(EngineError):  # whoever asks next meets it again, and tells it
                size = slot.save(draft.name)
                return size > 0 and size == draft.stat().st_size  # a full disk may show in its size alone
            return False

        self._files.add(name, save)
        return tokens
