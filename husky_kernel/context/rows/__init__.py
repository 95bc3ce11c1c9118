"""Which rows and columns a question speaks of: values, conditions, tables of one by another."""
