"""What can go wrong, in few kinds. Every message says what to do about it."""

from __future__ import annotations


class HuskyError(Exception):
    """Base of all errors this package raises on purpose. ``str(error)`` is one line for the user."""


class UseError(HuskyError):
    """Wrong use or set-up: a bad option, an unknown model, a file that is not there. Exit code 2."""


class ModelError(HuskyError):
    """A model's files are missing, incomplete or not what the catalogue says, and could not be fetched."""


class EngineError(HuskyError):
    """An engine could not load or could not answer; the run that asked ends as ``failed``."""


class ContextOverflow(EngineError):
    """The prompt does not fit the model's context window."""


class Stopped(HuskyError):
    """A person asked the run to stop. Thrown into the loop, which closes the trace as ``stopped``."""


class CheckpointError(HuskyError):
    """The namespace cannot be put back: the checkpoint was given up, or it never was."""
