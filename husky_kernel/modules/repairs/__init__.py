"""Programs that are put right without a model: in the open, each kind once a program."""

from husky_kernel.modules.repairs.cure import cured

__all__ = ["cured"]
