"""The code expert: what is read from its replies, doubted, put right and supplied."""

from __future__ import annotations

from husky_kernel.modules.columns import with_column
from husky_kernel.modules.doubts import doubt
from husky_kernel.modules.equations import with_equations
from husky_kernel.modules.expert import Expert, block
from husky_kernel.modules.imports import with_import
from husky_kernel.modules.numbers import with_numbers
from husky_kernel.modules.profile import Prompt
from husky_kernel.modules.symbols import with_symbols
from husky_kernel.modules.tables import with_table


def code_expert(prompt: Prompt) -> Expert:
    """The expert that writes Python."""
    return Expert("code", prompt, program, shows_calls=True, check=doubt, cure=cured, supply=with_table)


def program(text: str) -> str:
    """The block of code in a reply, with the symbols of sympy that it forgot to define."""
    return with_symbols(block(text))


def cured(call: str, failure: str) -> str | None:
    """A failed program put right without a model, where its failure says how."""
    cures = (with_import, with_column, with_numbers, with_equations)
    return next((mended for cure in cures if (mended := cure(call, failure))), None)
