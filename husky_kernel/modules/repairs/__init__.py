"""Programs that are put right without a model: in the open, each kind once a program."""

from husky_kernel.modules.repairs.cure import REPAIRS, cured

__all__ = ["REPAIRS", "cured"]
