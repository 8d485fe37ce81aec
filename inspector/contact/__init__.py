"""The contact model and the tolerant parser for responses. Does no I/O."""
