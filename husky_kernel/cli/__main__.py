"""``python -m husky_kernel.cli`` is ``husky``."""

from husky_kernel.cli import main

main()
