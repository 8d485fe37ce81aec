"""The preferences for pictures: which servers they come from, and how much is kept on disk."""

from dataclasses import replace

from PySide6.QtCore import QLocale, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton

from inspector.config.settings import Settings
from inspector.ui.qt import style
from inspector.ui.widgets.check_box import CheckBox
from inspector.ui.widgets.combo import Combo
from inspector.ui.widgets.plain_label import PlainLabel

_SIZES_MB = (50, 200, 1000, 5000)
_MEGABYTE = 1_000_000


class PictureFields(QObject):
    """Adds its rows to a dialog's form, and emits `changed` when the user changes one."""

    changed = Signal()
    """`apply_to` now returns different settings."""
    clear_wanted = Signal()
    """The user wants to delete all kept pictures."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._fetching = CheckBox(self.tr("Download pictures from WhatsApp's servers"))
        self._fetching.setObjectName("fetchesPictures")
        self._others = CheckBox(self.tr("Also from other public servers (https only)"))
        self._others.setObjectName("allowsOtherHosts")
        self._size = Combo()
        self._size.setObjectName("keptPictures")
        self._size.addItem(self.tr("None after the program closes"), 0)
        for size_mb in sorted({*_SIZES_MB, settings.kept_pictures_mb} - {0}):
            self._size.addItem(
                self.tr("Up to {size}").format(size=_in_words(size_mb * _MEGABYTE, digits=0)), size_mb
            )
        self._weight = PlainLabel()
        self._weight.setObjectName("keptPicturesWeight")
        self._weight.setMinimumHeight(2 * self._weight.fontMetrics().lineSpacing())  # keeps the rows in place
        self._clear = QPushButton(self.tr("C&lear pictures"))
        self._clear.setObjectName("clearPictures")
        self._clear.setAutoDefault(False)
        self._clear.setEnabled(False)
        self._show(settings)
        self._fetching.toggled.connect(self._emit_changed)
        self._fetching.toggled.connect(self._others.setEnabled)
        self._others.toggled.connect(self._emit_changed)
        self._size.currentIndexChanged.connect(self._emit_changed)
        self._clear.clicked.connect(self._ask_to_clear)

    def add_rows(self, form: QFormLayout) -> None:
        form.addRow(self._fetching)
        form.addRow(self._others)
        form.addRow(_small(self.tr("Picture servers can see this computer's IP address.")))
        form.addRow(self.tr("&Keep on this computer"), self._size)
        row = QHBoxLayout()
        row.setSpacing(style.scaled(12))
        row.addWidget(self._weight, 1)
        row.addWidget(self._clear)
        form.addRow(row)
        form.addRow(
            _small(
                self.tr(
                    "Kept pictures appear at once, without another download. Anyone who can read your "
                    "files can see them. Sample contacts' pictures aren't kept."
                )
            )
        )

    def apply_to(self, settings: Settings) -> Settings:
        """Return the settings with the values of these fields."""
        return replace(
            settings,
            fetches_pictures=self._fetching.isChecked(),
            allows_other_hosts=self._others.isChecked(),
            kept_pictures_mb=self._size.currentData(),
        )

    @Slot(object)
    def show_weight(self, kept_bytes: int | None) -> None:
        """Show how many bytes of pictures are kept; None if nothing can be kept."""
        if kept_bytes is None:
            words = self.tr("Pictures can't be kept because the cache folder isn't writable.")
        elif kept_bytes == 0:
            words = self.tr("No pictures are kept.")
        else:
            words = self.tr("{size} of pictures kept.").format(size=_in_words(kept_bytes))
        self._weight.setText(words)
        self._clear.setEnabled(bool(kept_bytes))

    def _show(self, settings: Settings) -> None:
        self._fetching.setChecked(settings.fetches_pictures)
        self._others.setChecked(settings.allows_other_hosts)
        self._others.setEnabled(settings.fetches_pictures)
        self._size.setCurrentIndex(self._size.findData(settings.kept_pictures_mb))

    @Slot()
    def _emit_changed(self) -> None:
        self.changed.emit()

    @Slot()
    def _ask_to_clear(self) -> None:
        """Emit `clear_wanted`. Qt moves the focus away from the disabled button."""
        self._clear.setEnabled(False)
        self.clear_wanted.emit()


def _in_words(size_bytes: int, digits: int = 1) -> str:
    """`48.3 MB`, in decimal units."""
    return QLocale().formattedDataSize(size_bytes, digits, QLocale.DataSizeFormat.DataSizeSIFormat)


def _small(words: str) -> PlainLabel:
    label = PlainLabel(words)
    label.setFont(style.font(12))
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    style.muted(label)
    return label
