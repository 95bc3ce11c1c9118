"""What is seen of a program by its question: what it counts, takes and leaves out."""
