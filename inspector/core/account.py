"""A gateway account: its name, API address and instance ID. The token isn't stored here."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_HOST_PREFIX_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Account:
    """One linked WhatsApp account ("instance") of the gateway.

    `key` never changes. `name` is chosen by the user.
    """

    key: str
    name: str
    api_url: str
    """Origin with an optional path and no trailing slash. https, except http for loopback."""
    id_instance: str
    """4 to 19 digits, usually 10."""

    @property
    def origin(self) -> str:
        """Scheme, host and port of the gateway."""
        parts = urlsplit(self.api_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def token_key(self) -> str:
        """The keychain entry for the token. It includes the origin, the only place the token may be sent.

        If the API address changes for any reason, the account has no token until the user enters one.
        """
        return f"{self.key} {self.origin}"


def usual_api_url(id_instance: str) -> str:
    """The address that the console usually shows for an instance. The first four digits form the host."""
    return f"https://{id_instance[:_HOST_PREFIX_DIGITS]}.api.greenapi.com"


def read_api_url(text: str) -> str:
    """Validate and normalise an API address that the user entered.

    Raises:
        ValueError: with a message for the user.
    """
    address = text.strip().rstrip("/")
    if not address:
        raise ValueError("Enter the API address that the console shows for this instance.")
    if "://" not in address:
        address = f"https://{address}"
    parts, host = _split(address)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("Enter only the API address, without a username, query or fragment.")
    if "/waInstance" in parts.path:
        raise ValueError("Enter only the part of the API address before /waInstance.")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(
            "The API address must start with https://. Otherwise, the token would be sent unencrypted."
        )
    if parts.scheme not in ("http", "https"):
        raise ValueError("The API address must start with https://.")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def read_id_instance(text: str) -> str:
    """Validate an instance ID that the user entered.

    Raises:
        ValueError: with a message for the user.
    """
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{4,19}", digits):
        raise ValueError("Enter the instance ID (idInstance). It has 4 to 19 digits, usually 10.")
    return digits


def is_loopback(host: str) -> bool:
    """Whether a host is this computer. Doesn't use DNS: the only name recognised is localhost."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(address: str) -> tuple[SplitResult, str]:
    """The parts of a web address, and its host in lower case.

    Raises:
        ValueError: with a message for the user.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if (
        not host
        or parts.netloc.endswith(":")
        or not re.fullmatch(r"[a-z0-9.\-]+|[0-9a-f:.]+", host)
        or not _is_printable_ascii(address)
    ):
        raise ValueError(
            "The API address isn't a web address. It should look like https://1101.api.greenapi.com."
        )
    return parts, host


def _is_printable_ascii(text: str) -> bool:
    return all("!" <= character <= "~" and character != "\\" for character in text)
