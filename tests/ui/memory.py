"""Leaving the pictures less memory than they have."""

import pytest

from inspector.ui.images import thumbnails


def leave_images(monkeypatch: pytest.MonkeyPatch, limit_bytes: int) -> None:
    """Room for so many bytes of decoded pictures from the next `want` on, however many are wanted."""
    monkeypatch.setattr(thumbnails, "IMAGES_BYTES", limit_bytes)
    monkeypatch.setattr(thumbnails, "WANTED_TIMES", 0)
