"""Bytes of avatars and product pictures: where they may come from, how large, what kind. No decoding here."""
