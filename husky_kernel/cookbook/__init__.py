"""Solved analysts' questions on small tables: what a small model is shown before it writes a program."""

from husky_kernel.cookbook import shelf
from husky_kernel.cookbook.book import load
from husky_kernel.cookbook.recipe import Before, Recipe

__all__ = ["Before", "Recipe", "load", "shelf"]
