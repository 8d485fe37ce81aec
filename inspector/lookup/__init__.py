"""A lookup: the state machine, the order of asking, and the one thread that does it."""
