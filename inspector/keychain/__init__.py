"""Secrets: how a token is held in memory, kept by the operating system, and kept out of everything else."""
