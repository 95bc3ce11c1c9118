"""Runs in a notebook's file: kept, found again, made live again, put out as files."""
