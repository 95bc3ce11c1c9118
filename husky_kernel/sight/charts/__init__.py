"""What was drawn, read off the figure, and what does not fit."""
