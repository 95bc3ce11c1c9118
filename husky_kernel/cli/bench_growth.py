"""x"""


def growth() -> None:
    """x"""
