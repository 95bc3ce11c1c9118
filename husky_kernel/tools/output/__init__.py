"""What running code puts out, in order and bounded, and the value it came to."""
