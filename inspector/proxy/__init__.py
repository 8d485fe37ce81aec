"""Network connections: direct, or through the proxy that the user chose."""
