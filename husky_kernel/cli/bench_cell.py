"""x"""


def cell() -> None:
    """x"""
