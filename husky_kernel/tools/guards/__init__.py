"""What keeps running code from waiting, from not ending, and from taking the kernel away."""
