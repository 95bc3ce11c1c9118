"""How annotations become steps: what is asked, given, named and computed."""
