"""What brings the rooms of the window and the services together; nothing else knows both."""
