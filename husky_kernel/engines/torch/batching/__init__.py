"""Several replies of one torch model, written together."""
