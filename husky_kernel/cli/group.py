"""How our groups of commands are set up: plain text, no boxes, no tracebacks of typer's."""

from __future__ import annotations

import typer

HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


def group(text: str, name: str | None = None) -> typer.Typer:
    """An empty group of commands; ``text`` is its help."""
    return typer.Typer(
        name=name,
        help=text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=HELP_OPTIONS,
    )
