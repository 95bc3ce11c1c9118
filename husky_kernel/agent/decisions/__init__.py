"""What the loop decides: which tool is next, what goes round in circles, whether to ask again, and whom to believe."""
