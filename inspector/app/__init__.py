"""The program's process: composition, startup, self-test and exit codes."""
