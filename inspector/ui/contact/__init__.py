"""The contact pane: header, flags, rows of facts, and the raw response."""
