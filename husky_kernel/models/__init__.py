"""The catalogue of models and the fetching of their files. Floor 2."""

from husky_kernel.models.adapted import full_name
from husky_kernel.models.adapters import Adapter, add_adapter, all_adapters, find_adapter, read_adapter, remove_adapter
from husky_kernel.models.card import Card, Figure, change_card
from husky_kernel.models.catalogue import Catalogue, load_catalogue
from husky_kernel.models.choice import default_model, free_memory, gpu_memory
from husky_kernel.models.download import pull
from husky_kernel.models.entry import ModelEntry
from husky_kernel.models.in_use import forget, in_use, switch, switch_back
from husky_kernel.models.progress import ConsoleProgress, Progress
from husky_kernel.models.spec import ModelSpec, TeamSpec, family_of, resolve
from husky_kernel.models.store import installed, path, remove, verify

__all__ = [
    "Adapter",
    "Card",
    "Catalogue",
    "ConsoleProgress",
    "Figure",
    "ModelEntry",
    "ModelSpec",
    "Progress",
    "TeamSpec",
    "add_adapter",
    "all_adapters",
    "change_card",
    "default_model",
    "family_of",
    "find_adapter",
    "forget",
    "free_memory",
    "full_name",
    "gpu_memory",
    "in_use",
    "installed",
    "load_catalogue",
    "path",
    "pull",
    "read_adapter",
    "remove",
    "remove_adapter",
    "resolve",
    "switch",
    "switch_back",
    "verify",
]
