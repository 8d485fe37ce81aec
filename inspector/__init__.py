"""Contact Inspector: see who's behind a WhatsApp number."""

__version__ = "0.1.0"
