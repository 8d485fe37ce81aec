"""Opens product pictures and the avatar in the viewer, and closes it when the contact changes."""

from PySide6.QtCore import QObject, Slot

from inspector.contact.model import Contact
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.main_window.window import Window
from inspector.ui.viewer.picture_viewer import PictureViewer


class ViewerController(QObject):
    """Creates the viewer on first use."""

    def __init__(self, window: Window, thumbnails: Thumbnails) -> None:
        super().__init__(window)
        self._window = window
        self._thumbnails = thumbnails
        self._viewer: PictureViewer | None = None
        self._contact: Contact | None = None
        window.grid.opened.connect(self._open_product)
        window.profile.avatar_opened.connect(self._open_avatar)

    def set_contact(self, contact: Contact | None) -> None:
        """Set the contact whose pictures can be opened. A different contact closes the viewer."""
        is_other = contact is None or self._contact is None or contact.chat_id != self._contact.chat_id
        self._contact = contact
        if is_other and self._viewer is not None:
            self._viewer.close()

    @Slot(int)
    def _open_product(self, row: int) -> None:
        grid = self._window.grid
        self._opened().show_products(grid.shown, row, card_edge_px=grid.card_edge_px)

    @Slot()
    def _open_avatar(self) -> None:
        source = self._contact and (self._contact.avatar_bytes or self._contact.avatar_url)
        if self._contact is not None and source:
            self._opened().show_avatar(source, self._contact.name or self._contact.contact_name or "")

    def _opened(self) -> PictureViewer:
        if self._viewer is None:
            self._viewer = PictureViewer(self._thumbnails, self._window)
            self._viewer.product_changed.connect(self._window.grid.show_product)
        return self._viewer
