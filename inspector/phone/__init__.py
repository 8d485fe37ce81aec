"""Finds the phone numbers in pasted text. Does no I/O."""
