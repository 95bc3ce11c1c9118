"""torch models by transformers: adapters on one base model, a cache of what was read, replies token by token."""
