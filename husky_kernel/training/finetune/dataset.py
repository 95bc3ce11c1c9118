"""Pairs as rows of tokens, in which only the module's own text is to be learned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder
from husky_kernel.models.card import Source
from husky_kernel.training.pairs.build import HELD_OUT, TRAIN
from husky_kernel.training.pairs.pairs import Pair, read_pairs


@dataclass(frozen=True, slots=True)
class Row:
    """Token ids of one pair; the first ``prompt`` of them are given, the rest is learned, each counting ``weight``."""

    ids: tuple[int, ...]
    prompt: int
    weight: float = 1.0

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Data:
    """The pairs of some roles, and how many there are of every role."""

    train: tuple[Pair, ...]
    heldout: tuple[Pair, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def read_data(folder: Path, roles: Collection[str]) -> Data:
    """What ``husky train build`` wrote into ``folder`` for ``roles``.

    Raises
    ------
    UseError
        If it is no such folder, or has nothing for these roles.
    """
    if not (folder / TRAIN).is_file():
        raise UseError(f"there are no training pairs in {folder}: make them with `husky train build … --out {folder}`")
    counts: dict[str, int] = {}
    train: list[Pair] = []
    for pair in read_pairs(folder / TRAIN):
        counts[pair.role] = counts.get(pair.role, 0) + 1
        if pair.role in roles:
            train.append(pair)
    if not train:
        there = ", ".join(f"{role} ({count})" for role, count in sorted(counts.items())) or "none at all"
        raise UseError(f"there are no pairs for {', '.join(roles)} in {folder}: there are {there}")
    held = read_pairs(folder / HELD_OUT) if (folder / HELD_OUT).is_file() else iter(())
    return Data(tuple(train), tuple(pair for pair in held if pair.role in roles), counts)


def encode(pair: Pair, encoder: PromptEncoder, weight: float | None = None) -> Row:
    """Tokens of ``pair``: those that the engine sends for its request, then the reply and the token that ends a turn.

    ``weight`` None means the pair's own.
    """
    prompt = encoder.encode(pair.messages, pair.prefill)
    reply = pair.completion + pair.closing
    whole = encoder.encode(pair.messages, pair.prefill + reply)
    if whole[: len(prompt)] != prompt:  # a token would reach over the border, which no generation can do
        whole = encoder.extend(prompt, reply)
    return Row((*whole, encoder.end), len(prompt), pair.weight if weight is None else weight)


def encode_all(pairs: Iterable[Pair], encoder: PromptEncoder, longest: int) -> tuple[list[Row], int]:
    """Rows with weights of mean 1 over the tokens to learn, and how many pairs were left out as longer than
    ``longest``.
    """
    rows = [encode(pair, encoder) for pair in pairs]
    fitting = [row for row in rows if len(row) <= longest]
    learned = sum(len(row) - row.prompt for row in fitting)
    mean = sum((len(row) - row.prompt) * row.weight for row in fitting) / max(learned, 1)
    scaled = [Row(row.ids, row.prompt, row.weight / mean) for row in fitting] if mean else fitting
    return scaled, len(rows) - len(fitting)


def unweighted(pairs: Iterable[Pair], encoder: PromptEncoder, longest: int) -> list[Row]:
    """Rows to measure with, where every token counts the same."""
    rows = (encode(pair, encoder, 1.0) for pair in pairs)
    return [row for row in rows if len(row) <= longest]


def sources(pairs: Iterable[Pair]) -> tuple[Source, ...]:
    """Where pairs are from: source, licence, number."""
    counts: dict[tuple[str, str], int] = {}
    for pair in pairs:
        key = (pair.source, pair.licence)
        counts[key] = counts.get(key, 0) + 1
    return tuple(Source(source, licence, rows) for (source, licence), rows in sorted(counts.items()))
