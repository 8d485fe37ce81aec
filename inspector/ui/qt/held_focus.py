"""Gives a control its focus back after it was disabled: Qt moves the focus to the next control for good."""

from PySide6.QtWidgets import QWidget


class HeldFocus:
    """Moves the focus to a pane while the control that had it is disabled.

    Args:
        pane: a widget that stays enabled and draws no focus frame.
    """

    def __init__(self, pane: QWidget) -> None:
        self._pane = pane
        self._held: QWidget | None = None

    @property
    def focused(self) -> QWidget | None:
        """The widget that has the focus in the window, or will have it when the window is active."""
        return self._pane.window().focusWidget()

    def hold(self, focused: QWidget | None) -> None:
        """Call after disabling controls, with the widget that had the focus before."""
        if focused is not None and not focused.isEnabled():
            self._held = focused
            self._pane.setFocus()

    def give_back(self) -> None:
        """Call after enabling them again. If the user has moved the focus meanwhile, it stays there."""
        held, self._held = self._held, None
        if held is not None and held.isEnabled() and self.focused is self._pane:
            held.setFocus()
