"""The demo gateway: a local HTTP server that behaves like GREEN-API, with sample contacts and fault
injection."""
