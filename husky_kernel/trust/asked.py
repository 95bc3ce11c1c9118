"""What a person asked for in so many words: an effect that the question names needs no further word."""

from __future__ import annotations

import os
import re

from husky_kernel.trust.effects import Effect

_CHANGES = re.compile(
    r"\b(?:sav|stor|writ|export|dump|creat|delet|remov|renam|mov|overwrit|append|updat"
    r"|speicher|schreib|lösch|enregistr|sauvegard|écri|supprim|guard|escrib|borr|salv|scriv|apag|zapis|usu)\w*",
    re.IGNORECASE,
)
"""Words that ask for a file to be changed, in some languages, by their beginnings."""

_DATA = re.compile(
    r"\.(?:csv|tsv|txt|jsonl?|xlsx?|ods|parquet|feather|md|html|xml|ya?ml|png|jpe?g|svg|pdf)", re.IGNORECASE
)
"""Endings of files that nothing runs."""


def asked_for(question: str, effect: Effect) -> bool:
    """Whether ``question`` asks for ``effect``: it names the file, the host or the command.

    A new file of data below the working folder need not be named where the question has something written at all.
    """
    if effect.kind == "reach":
        return _names(question, effect.target)
    if effect.kind == "start":
        return " ".join(effect.target.split()) in " ".join(question.split())
    if effect.kind == "call":
        return _CHANGES.search(question) is not None
    there, changes = os.path.lexists(effect.target), _CHANGES.search(question) is not None
    if _names(question, os.path.basename(effect.target)):
        return changes or (effect.kind == "write" and not there)
    new = effect.kind == "write" and not there and effect.target.startswith(os.path.realpath(os.getcwd()) + os.sep)
    return new and changes and _DATA.fullmatch(os.path.splitext(effect.target)[1]) is not None


def _names(question: str, name: str) -> bool:
    return bool(name) and re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", question, re.IGNORECASE) is not None
