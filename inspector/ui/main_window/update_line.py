"""The line above the status line that announces a newer version, with a link to its release page."""

from PySide6.QtCore import QUrl, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.ui.qt import style
from inspector.ui.widgets import desktop
from inspector.ui.widgets.icon import IconButton
from inspector.ui.widgets.plain_label import PlainLabel
from inspector.updates.releases import Release


class UpdateLine(QWidget):
    """Deleted when the user closes it. Downloads nothing."""

    def __init__(self, release: Release, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("updateLine")
        self._page = QUrl(release.page or "")
        words = PlainLabel(self.tr("Version {version} is available.").format(version=release.version))
        words.setObjectName("updateWords")
        words.setFont(style.font(12))
        words.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.scaled(16), style.scaled(3), style.scaled(12), style.scaled(3))
        row.setSpacing(style.scaled(12))
        row.addWidget(words)
        if release.page is not None:
            host = desktop.ascii_host(self._page)
            link = QPushButton(self.tr("What's new (at {host})").format(host=host))
            link.setObjectName("updatePage")
            link.setProperty("link", True)
            link.clicked.connect(self._open_page)
            row.addWidget(link)
        row.addStretch(1)
        close = IconButton("clear", self.tr("Close this message"))
        close.clicked.connect(self._close_for_good)
        row.addWidget(close)

    @classmethod
    def show_in(cls, window: QWidget, release: Release) -> None:
        """Insert a line above the status line, the last widget of the window, below the same hairline."""
        column = window.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - 1, cls(release, window))

    @Slot()
    def _open_page(self) -> None:
        desktop.open_untrusted(self._page, self)

    @Slot()
    def _close_for_good(self) -> None:
        self.hide()
        self.deleteLater()
