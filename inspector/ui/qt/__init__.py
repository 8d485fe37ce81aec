"""Qt helpers that know nothing about contacts: style, fonts, start-up, keys, crash reports."""
