"""Pictures: downloaded, decoded off the window's thread, cached, dragged and saved."""
