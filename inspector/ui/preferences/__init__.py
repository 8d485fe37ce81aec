"""The preferences dialog and its groups of fields."""
