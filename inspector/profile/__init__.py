"""The profile folder: where it is, the list of accounts, the preferences. Never a secret."""
