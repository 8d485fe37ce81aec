"""A gateway on the loopback interface that speaks the real contract, with sample contacts and faults."""
