"""Conditions that a question makes, and how a program makes them: limits, dates, names, signs."""
