"""The unchanging beginnings of prompts, read by the model once per machine and kept as files.

A role's instructions and worked examples are most of its prompt: some 1,500 tokens, half a minute on two cores. The
embedded llama.cpp server writes a slot's keys and values to a file and reads them back in some 30 ms.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import threading
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Protocol

LARGEST = 1_000_000_000
"""Bytes that all files may have together, unless said otherwise: some 25 beginnings of the default model."""

SHORTEST = 600
"""Characters below which a beginning is read anew: that takes little longer than a file."""


class Slot(Protocol):
    """Where a server keeps what it has read of one prompt."""

    @property
    def number(self) -> int:
        """Which one it is."""

    def read(self, text: str) -> int:
        """Read a text from its beginning; the number of tokens that had to be worked on."""

    def save(self, name: str) -> bool:
        """Write what was read to a file of that name in the folder; False if that failed."""

    def restore(self, name: str) -> bool:
        """Take what is in such a file for what was read; False if that failed."""


_log = logging.getLogger(__name__)


class SavedPrefixes:
    """Files of one model's slots.

    Parameters
    ----------
    folder
        Where the files are; it is made if need be.
    key
        What they depend on besides the text: the model's checksum, the engine's version and the like.
    largest
        Bytes that all files may have together; those that were not used for longest go first.
    """

    def __init__(self, folder: Path, key: str, largest: int = LARGEST) -> None:
        self._folder, self._key, self._largest = folder, key, largest
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
        return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.prefix"

    def _restore(self, slot: Slot, name: str) -> bool:
        file = self._folder / name
        if not file.is_file():
            return False
        if slot.restore(name):
            with suppress(OSError):
                os.utime(file)  # it was used just now
            return True
        _log.warning("a saved prompt could not be read and is made anew: %s", file)
        with suppress(OSError):
            file.unlink()
        return False

    def _make(self, slot: Slot, name: str, beginning: str) -> int:
        tokens = slot.read(beginning)
        draft = f"{name}.{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if slot.save(draft):
                (self._folder / draft).replace(self._folder / name)
                self._tidy()
        except OSError as error:
            _log.warning("a prompt could not be saved in %s: %s", self._folder, error.strerror or error)
        return tokens

    def _tidy(self) -> None:
        """Remove what was used longest ago, once all files are too large together."""
        files = [(file.stat(), file) for file in self._folder.glob("*.prefix*")]
        room = self._largest
        for found, file in sorted(files, key=lambda entry: -entry[0].st_mtime):
            room -= found.st_size
            if room < 0:
                with suppress(OSError):
                    file.unlink()
