"""Facts and figures as programs can use them, and what programs make of them wrongly."""
