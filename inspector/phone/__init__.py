"""From text to phone number: what was pasted, and what of it can be looked up. Pure, no I/O."""
