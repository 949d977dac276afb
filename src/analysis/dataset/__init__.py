"""What is known: code lists, sources, observations and their checks."""
