"""Lookups: the state machine, the sequence of requests, and the worker thread that runs them."""
