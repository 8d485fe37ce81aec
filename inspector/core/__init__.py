"""What every part speaks of: problems, accounts, secrets, redaction and the choice of a proxy."""
