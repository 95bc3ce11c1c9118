"""Caches of fixed size and address, so that one token's forward can be recorded as a CUDA graph."""
