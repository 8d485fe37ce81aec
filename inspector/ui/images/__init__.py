"""Pictures in the window: download, decoding, caching, dragging and saving."""
