"""A contact: header, flags, rows of facts, and the raw response."""
