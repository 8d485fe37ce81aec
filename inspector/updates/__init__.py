"""The update check: one request for a release list that the user or an administrator configured."""
