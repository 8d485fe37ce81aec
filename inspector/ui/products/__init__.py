"""The catalogue pane: a grid of product cards, its model and its filters."""
