"""The profile on disk: accounts, settings, the administrator's policy, and the single-instance lock."""
