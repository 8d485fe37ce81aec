"""Messages about missing product pictures."""

from PySide6.QtCore import QCoreApplication

from inspector.pictures.error import PictureErrorKind

translate = QCoreApplication.translate

_HOST_CHARS = 60


def left_out(hosts: tuple[tuple[str, int], ...]) -> str:
    """How many pictures are at hosts that aren't allowed, and where; empty if there are none."""
    if not hosts:
        return ""
    count, (host, _) = sum(each for _, each in hosts), hosts[0]
    where = host if len(host) <= _HOST_CHARS else f"…{host[-_HOST_CHARS:]}"
    sentence = translate("product", "Not downloaded: {pictures} at {host}.")
    if len(hosts) > 1:
        sentence = translate("product", "Not downloaded: {pictures} at {host} and elsewhere.")
    return sentence.format(pictures=_pictures(count), host=where)


def short_reason(trouble: PictureErrorKind) -> str:
    """Why a picture is missing, short enough for a product card."""
    reasons = {
        PictureErrorKind.MISSING: translate("product", "No picture"),
        PictureErrorKind.SWITCHED_OFF: translate("product", "Pictures are turned off"),
        PictureErrorKind.REFUSED: translate("product", "Not a WhatsApp server"),
        PictureErrorKind.EXPIRED: translate("product", "Link expired"),
        PictureErrorKind.GONE: translate("product", "No longer available"),
        PictureErrorKind.NOT_A_PICTURE: translate("product", "Not a picture"),
        PictureErrorKind.TOO_LARGE: translate("product", "Too large"),
        PictureErrorKind.DAMAGED: translate("product", "Damaged"),
        PictureErrorKind.NETWORK: translate("product", "No connection"),
        PictureErrorKind.TIMEOUT: translate("product", "Timed out"),
        PictureErrorKind.SERVER: translate("product", "Server error"),
    }
    return reasons[trouble]


def _pictures(count: int) -> str:
    if count == 1:
        return translate("product", "1 picture")
    return translate("product", "{count} pictures").format(count=count)
