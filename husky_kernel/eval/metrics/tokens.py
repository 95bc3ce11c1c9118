"""The words and signs of mathematical text."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"\s*(\\begin\{[a-z]+\}|\\end\{[a-z]+\}|\\\\|\\[A-Za-z]+"
    r"|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+(?![A-Za-z\d]))?|[A-Za-z]+\d*|\*\*|<=|>=|\S)"
)
FUNCTIONS = frozenset(
    re.findall(r"\w+", "sqrt sin cos tan cot sec csc arcsin arccos arctan asin acos atan log ln exp abs")
)
OPEN, CLOSE = ("(", "[", r"\{"), (")", "]", r"\}")
RELATIONS = {"=": "eq", "<": "lt", ">": "gt", "<=": "le", ">=": "ge", r"\le": "le", r"\leq": "le", r"\ge": "ge"}
RELATIONS |= {r"\geq": "ge"}
CONSTANTS = {r"\pi": "pi", "pi": "pi", r"\infty": "oo", "infinity": "oo", "oo": "oo", "inf": "oo"}
NO_ATOMS = frozenset((r"\cup", r"\pm", r"\\", r"\}", r"\cdot", r"\times", r"\div", "and", "or"))
WORDS = frozenset(
    re.findall(r"\w+", "is it are the so of to at in on if we he an as be by do no yes not for has was its all one two")
)
"""Short words that make a text a sentence and no formula."""
