"""Programs that end with something else than was asked for."""
