"""A window of another program, at the right edge of the screen, that tells what is dropped on it as JSON."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

LEFT_PX, TOP_PX, EDGE_PX = 1185, 300, 90


class Target(QWidget):
    """Takes one drop and ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Drop target")
        self.setAcceptDrops(True)
        self.setGeometry(LEFT_PX, TOP_PX, EDGE_PX, EDGE_PX)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        tell(json.dumps(told(event.mimeData())))
        event.acceptProposedAction()
        QApplication.quit()


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def told(dropped: QMimeData) -> dict[str, object]:
    texts = {each: bytes(dropped.data(each).data()).decode("latin-1") for each in dropped.formats()}
    files = [Path(url.toLocalFile()) for url in dropped.urls()]
    return {
        "texts": texts,
        "image": QImage(dropped.imageData()).size().toTuple(),
        "files": [(str(file), file.read_bytes().hex()) for file in files],
    }


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    target = Target()
    target.show()
    tell("ready")
    app.exec()
