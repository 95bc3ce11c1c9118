"""Failures as the models are told of them."""

from __future__ import annotations

from husky_kernel.tools.failure import explain


def failure_of(code: str, **variables: object) -> str:
    """What the code tool tells of ``code``, run where there are ``variables``."""
    space = dict(variables)
    try:
        exec(code, space)
    except Exception as error:
        return explain(error, space)
    raise AssertionError("it runs")
