"""Programs that forgot an import: known from the failure, so that no model need write the program anew."""

from __future__ import annotations

import re
import sys

_MISSING = re.compile(r"^NameError: name '(\w+)' is not defined")

_ALIASES = {"np": "numpy", "pd": "pandas", "plt": "matplotlib.pyplot", "sns": "seaborn", "sp": "sympy"}

_HOMES = {
    "collections": ("Counter", "defaultdict", "deque"),
    "datetime": ("date", "datetime", "timedelta"),
    "decimal": ("Decimal",),
    "fractions": ("Fraction",),
    "itertools": ("combinations", "permutations", "product"),
    "math": ("ceil", "comb", "factorial", "floor", "gcd", "lcm", "log", "pi", "sqrt"),
    "pandas": ("DataFrame", "Series"),
    "statistics": ("mean", "median", "mode"),
    "sympy": ("Eq", "Rational", "Symbol", "diff", "expand", "factor", "integrate", "simplify", "solve", "symbols"),
}
"""Names that mean one thing wherever they are called, by the module that has them."""

_BARE = {name: module for module, names in _HOMES.items() for name in names}


def with_import(code: str, failure: str) -> str | None:
    """``code`` with the import that ``failure`` says is missing, before everything else; None if it says no such thing.

    Only a name that is not defined is ever imported, so nothing of the user's is written over.
    """
    missing = _MISSING.match(failure)
    if missing is None:
        return None
    statement = _import_of(missing[1], code)
    return f"{statement}\n{code}" if statement and statement not in code else None


def _import_of(name: str, code: str) -> str:
    if name in _ALIASES:
        return f"import {_ALIASES[name]} as {name}"
    dotted = re.search(rf"(?<![\w.]){name}\.(\w+)", code)
    if dotted and name in sys.stdlib_module_names and dotted[1] not in ("now", "today", "strptime", "fromisoformat"):
        return f"import {name}"
    return f"from {_BARE[name]} import {name}" if name in _BARE else ""
