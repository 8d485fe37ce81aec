"""Keeping the focus on a button that is disabled for a while: Qt hands it to the next control for good."""

from PySide6.QtWidgets import QWidget


class HeldFocus:
    """Holds the focus on a pane while the control that had it is disabled.

    Args:
        pane: something that shows no focus, and stays enabled.
    """

    def __init__(self, pane: QWidget) -> None:
        self._pane = pane
        self._held: QWidget | None = None

    @property
    def focused(self) -> QWidget | None:
        """What has the focus in the window, or will have it when the window is active."""
        return self._pane.window().focusWidget()

    def hold(self, focused: QWidget | None) -> None:
        """Call after controls were disabled, with what had the focus before."""
        if focused is not None and not focused.isEnabled():
            self._held = focused
            self._pane.setFocus()

    def give_back(self) -> None:
        """Call after they were enabled. Whoever moved the focus elsewhere meanwhile keeps it there."""
        held, self._held = self._held, None
        if held is not None and held.isEnabled() and self.focused is self._pane:
            held.setFocus()
