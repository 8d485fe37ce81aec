"""The search bar: the number field, and the hint below it."""
