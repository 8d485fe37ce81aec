"""Contact Inspector: type a phone number, see who that is on WhatsApp."""

__version__ = "0.1.0"
