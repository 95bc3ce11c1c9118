"""An adapter's card, ``card.json``: which model it is for, what it was trained on, what it did to the figures."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from husky_kernel.agent.errors import UseError
from husky_kernel.models.entry import NAME, ROLES

SCHEMA = "husky.adapter/1"
FILE = "card.json"
ADAPTED = (*ROLES, "rewrite")
"""The modules that an adapter can be for."""

Kind = Literal["lora", "alora"]
_SHA256 = re.compile(r"[0-9a-f]{64}|")


@dataclass(frozen=True, slots=True)
class Source:
    """Data that an adapter was trained on."""

    source: str
    licence: str
    rows: int


@dataclass(frozen=True, slots=True)
class Figure:
    """The share of right answers on ``n`` items of a set, without the adapter and with it."""

    set: str
    n: int
    before: float
    after: float

    @property
    def worse(self) -> bool:
        """Whether the adapter took something away."""
        return self.after < self.before

    def line(self) -> str:
        """In words."""
        return f"{self.set}: {self.before:.0%} -> {self.after:.0%} of {self.n}"


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of an adapter.

    ``base`` names a model of the catalogue, ``base_sha256`` is its file's checksum, empty where it has no fixed one.
    ``kind`` ``alora`` is a LoRA that is switched on by its invocation tokens. ``decision`` is what a gate came to.

    Raises
    ------
    UseError
        If a value is not allowed.
    """

    name: str
    module: str
    base: str
    base_sha256: str = ""
    kind: Kind = "lora"
    rank: int = 0
    data: tuple[Source, ...] = ()
    figures: tuple[Figure, ...] = ()
    created: str = ""
    decision: str = ""

    def __post_init__(self) -> None:
        checks = {
            "name may hold letters, digits, '.', '_' and '-' only": NAME.fullmatch(self.name),
            f"module must be one of {', '.join(ADAPTED)}": self.module in ADAPTED,
            "base must name a model": bool(self.base),
            "base_sha256 must be 64 small hexadecimal digits": _SHA256.fullmatch(self.base_sha256),
            f"kind must be one of {', '.join(get_args(Kind))}": self.kind in get_args(Kind),
        }
        for problem in (problem for problem, good in checks.items() if not good):
            raise UseError(f"the card of an adapter is not right: {problem}")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Card:
        """Inverse of :meth:`to_json`; keys that this version does not know are ignored.

        Raises
        ------
        UseError
            If it is no card.
        """
        if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
            raise UseError(f"the card of an adapter must have the schema {SCHEMA}")
        known = {field.name for field in fields(cls)} - {"data", "figures"}
        values = {key: value for key, value in data.items() if key in known}
        texts = all(isinstance(value, int if key == "rank" else str) for key, value in values.items())
        try:
            if not texts:
                raise TypeError("a value is of the wrong kind")
            sources = tuple(Source(str(s["source"]), str(s["licence"]), int(s["rows"])) for s in data.get("data", ()))
            figures = tuple(
                Figure(str(f["set"]), int(f["n"]), float(f["before"]), float(f["after"]))
                for f in data.get("figures", ())
            )
            return cls(**values, data=sources, figures=figures)
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise UseError(f"the card of an adapter is not right: {error}") from error


def read_card(folder: Path) -> Card:
    """The card in an adapter's folder.

    Raises
    ------
    UseError
        If there is none that can be read.
    """
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UseError(f"there is no adapter in {folder}: it has no {FILE}") from None
    except (OSError, ValueError) as error:
        raise UseError(f"cannot read {folder / FILE}: {error}") from error
    try:
        return Card.from_json(data)
    except UseError as error:
        raise UseError(f"{folder / FILE}: {error}") from None


def write_card(folder: Path, card: Card) -> None:
    """Write the card of a new adapter into its folder."""
    (folder / FILE).write_text(json.dumps(card.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def change_card(folder: Path, **changes: Any) -> Card:
    """Write new values into a card and leave the rest of the file as it is. Returns the card as it is then."""
    card = replace(read_card(folder), **changes)
    there = json.loads((folder / FILE).read_text(encoding="utf-8"))
    new = folder / f"{FILE}.new"
    new.write_text(json.dumps(there | card.to_json(), indent=1), encoding="utf-8")
    os.replace(new, folder / FILE)
    return card
