"""Types that every other package uses: problems, accounts, secrets, redaction and the proxy choice."""
