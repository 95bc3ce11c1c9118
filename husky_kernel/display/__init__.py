"""What a person sees of a run: live cards in a notebook, plain lines elsewhere, a readable copy in the file. Floor 2.

Nothing is imported here, so that the command line does not load widgets, nor the kernel the terminal's colours.
"""
