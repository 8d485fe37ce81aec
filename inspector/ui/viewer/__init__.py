"""The picture viewer: one product at a time, or an avatar, at full size."""
