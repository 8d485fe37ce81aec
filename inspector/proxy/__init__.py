"""The way to the network: straight, or through a proxy that a person chose."""
