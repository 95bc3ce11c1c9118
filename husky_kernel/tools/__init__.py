"""What a step can do: run code, check mathematics, search, or pass a sentence on. Floor 2."""
