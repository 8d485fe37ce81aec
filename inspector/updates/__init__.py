"""Whether there is a newer version: one question to a list that a person or an administrator named."""
