"""Labels, buttons and rows that know Qt and nothing of contacts."""
