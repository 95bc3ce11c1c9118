"""When an answer is right: the repaired metrics, and beside them the reference's scoring with its faults."""
