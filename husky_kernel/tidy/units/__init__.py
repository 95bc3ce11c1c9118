"""What stands before or behind the digits of an amount."""
