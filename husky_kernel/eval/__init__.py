"""Evaluation: how many questions of a benchmark are solved, by the loop and by one-shot code beside it. Floor 4."""
