"""The one room that names concrete classes: settings to a ready agent. Floor 4."""

from husky_kernel.assembly.agent import Agent
from husky_kernel.assembly.context import at_hand, chosen_model, correction_log, search_index, tool_context
from husky_kernel.assembly.engine import convert, room_for
from husky_kernel.assembly.loading import Report, load_agent
from husky_kernel.assembly.memory import examples_in, memory_of
from husky_kernel.assembly.profiles import profile_for, profile_of
from husky_kernel.assembly.sight import judge, tables_of

__all__ = [
    "Agent",
    "Report",
    "at_hand",
    "chosen_model",
    "convert",
    "correction_log",
    "examples_in",
    "judge",
    "load_agent",
    "memory_of",
    "profile_for",
    "profile_of",
    "room_for",
    "search_index",
    "tables_of",
    "tool_context",
]
