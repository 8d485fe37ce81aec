"""The main window: its pages, notices and status line, and the view of each session state."""
