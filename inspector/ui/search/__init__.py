"""The number field and what is said under it."""
