"""The catalogue of models and the fetching of their files. Floor 2."""

from husky_kernel.models.catalogue import Catalogue, load_catalogue
from husky_kernel.models.choice import default_model, free_memory, gpu_memory
from husky_kernel.models.download import pull
from husky_kernel.models.entry import ModelEntry
from husky_kernel.models.progress import ConsoleProgress, Progress
from husky_kernel.models.spec import ModelSpec, TeamSpec, family_of, resolve
from husky_kernel.models.store import installed, path, remove, verify

__all__ = [
    "Catalogue",
    "ConsoleProgress",
    "ModelEntry",
    "ModelSpec",
    "Progress",
    "TeamSpec",
    "default_model",
    "family_of",
    "free_memory",
    "gpu_memory",
    "installed",
    "load_catalogue",
    "path",
    "pull",
    "remove",
    "resolve",
    "verify",
]
