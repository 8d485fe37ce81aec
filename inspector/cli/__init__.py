"""The command line: what it accepts, what it prints, and its exit codes. Without Qt."""
