"""Storing tokens: in the system's keychain or in memory."""
