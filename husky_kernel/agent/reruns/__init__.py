"""Runs that go another way: lines that a person began, calls that are kept, recordings that run again."""
