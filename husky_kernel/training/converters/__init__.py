"""One file for each source of human annotation: record -> draft. Listed in :mod:`~husky_kernel.training.converters.sources`."""
