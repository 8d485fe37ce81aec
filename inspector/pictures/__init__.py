"""Avatars and product pictures as bytes: allowed hosts, downloads, formats and the disk cache."""
