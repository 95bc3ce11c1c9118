"""``husky train``: from data to trajectories, and from trajectories to tuned modules."""
