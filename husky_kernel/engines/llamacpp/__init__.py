"""GGUF models by llama.cpp's server, in a process of its own."""
