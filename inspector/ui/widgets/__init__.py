"""Labels, buttons and rows that know nothing about contacts."""
