"""What follows from the observations: pure functions from frame to frame."""
