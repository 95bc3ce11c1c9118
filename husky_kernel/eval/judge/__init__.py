"""A model grades free-form answers against references: twice each, and never before its own worth was measured."""
