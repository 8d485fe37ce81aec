"""The demo gateway: a local server that behaves like GREEN-API, with sample contacts and fault injection."""
