"""The argument parser and the options that all commands share."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from inspector.app.exit_codes import print_result

if TYPE_CHECKING:
    from _typeshed import SupportsWrite


class _Parser(argparse.ArgumentParser):
    """Raises OSError if its help can't be written; argparse would ignore that."""

    @override
    def _print_message(self, message: str, file: "SupportsWrite[str] | None" = None) -> None:
        if file is sys.stdout and file is not None:
            print_result(message.removesuffix("\n"))
        else:
            super()._print_message(message, file)


def make_parser(command: str, description: str, epilog: str | None = None) -> argparse.ArgumentParser:
    """A parser with the shared options. `command` is empty for the window, else it begins with a space."""
    return _Parser(
        prog=f"contact-inspector{command}",
        description=description,
        epilog=epilog,
        parents=[profile_option()],
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def profile_option() -> argparse.ArgumentParser:
    """The `--profile` option. It has no default, because a subcommand's default would overwrite the value."""
    option = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    purpose = "folder for settings, accounts, logs and caches"
    option.add_argument("--profile", metavar="DIR", type=_folder, help=purpose)
    return option


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("the folder's name is empty")
    return Path(text)


def profile_of(options: argparse.Namespace) -> Path | None:
    """The folder given with `--profile`; None for the system's usual place."""
    folder: Path | None = getattr(options, "profile", None)
    return folder
