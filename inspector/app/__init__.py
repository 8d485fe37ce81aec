"""The window's process: how the program is put together, started, tested and ended."""
