"""What runs inside a live kernel: the magics, the context of variables, the driver of the loop. Floor 4."""
