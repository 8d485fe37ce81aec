"""The dialog of preferences and its groups of fields."""
