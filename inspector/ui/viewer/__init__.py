"""One product at a time, with its original picture."""
