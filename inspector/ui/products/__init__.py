"""The catalogue: a grid of cards, its model, its filters."""
