"""Bytes of avatars and product pictures: where they may come from, how many, and what kind they are."""
