"""The window itself: its pages, notices, status line, and the view of each state."""
