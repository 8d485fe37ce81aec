"""The profile on the disk: accounts, settings, what an administrator set, and the one running instance."""
