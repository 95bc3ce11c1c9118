"""The adapter's card: what it is for, what it was made of, and what it was found to be worth."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from husky_kernel.agent.types import now

SCHEMA = "husky.adapter/1"
FILE = "card.json"


@dataclass(frozen=True, slots=True)
class Card:
    """``card.json`` of an adapter folder.

    ``module`` is the role it is for; ``base`` the model's name and ``base_sha256`` its file's checksum.
    ``data`` has source, licence and rows; ``figures`` set, n, before and after, and is empty until it is measured.
    """

    name: str
    module: str
    base: str
    base_sha256: str
    kind: str
    rank: int
    data: Sequence[Mapping[str, Any]] = ()
    figures: Sequence[Mapping[str, Any]] = ()
    created: str = field(default_factory=now)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values of schema ``husky.adapter/1``."""
        return {
            "schema": SCHEMA,
            "name": self.name,
            "module": self.module,
            "base": self.base,
            "base_sha256": self.base_sha256,
            "kind": self.kind,
            "rank": self.rank,
            "data": [dict(row) for row in self.data],
            "figures": [dict(row) for row in self.figures],
            "created": self.created,
        }

    def write(self, folder: Path) -> None:
        """Write it into ``folder``."""
        (folder / FILE).write_text(json.dumps(self.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
