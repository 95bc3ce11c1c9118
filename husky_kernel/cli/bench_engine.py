"""x"""


def engine() -> None:
    """x"""
