"""Qt itself made pleasant: style, fonts, start-up, keys, crashes. Knows nothing of contacts."""
