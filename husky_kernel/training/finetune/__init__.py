"""Stage 2: a LoRA adapter of one model, tuned on the pairs of one module or of all."""
