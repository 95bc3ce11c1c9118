"""One file for each source of human annotation, from record to draft; ``sources`` lists them."""
