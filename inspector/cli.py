"""The command line: open the window, look one number up, manage accounts.

Only the window needs Qt, and only it imports Qt. Results go to standard output, sentences about what
went wrong to standard error.
"""

import argparse
import io
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, TypeAlias

from inspector import __version__, commands
from inspector.commands import CommandError, Exit, say
from inspector.keychain.redaction import install_logging
from inspector.profile.folder import ProfileFolder

if TYPE_CHECKING:
    Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # has no other name

Words: TypeAlias = Sequence[str]
Act: TypeAlias = Callable[[argparse.Namespace, ProfileFolder], str]

_COMMANDS: Final = """commands:
  contact-inspector [NUMBER] [--demo]                         open the window, and look NUMBER up
  contact-inspector lookup NUMBER [--json] [--account NAME]   print a contact; no window
  contact-inspector accounts add NAME --api-url URL --id-instance ID
                                                              the token comes from standard input
  contact-inspector accounts list | test NAME | remove NAME

Every command takes --profile DIR.
Exit codes: 0 found, 1 the gateway or network refused, 2 wrong usage or impossible number,
3 no account or no token."""
_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code. A person never sees a traceback."""
    sys.excepthook = _confess
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        if sys.stdout is not None:
            sys.stdout.flush()
    except CommandError as stop:
        say(stop.sentence)
        return stop.code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        return _give_up_output(error)
    return code


def _run(argv: Words) -> int:
    command, rest = _split_command(argv)
    try:
        if command == "lookup":
            return _print(*_parse_lookup(rest))
        if command == "accounts":
            return _print(*_parse_accounts(rest))
        return _open_window(rest)
    except SystemExit as done:  # argparse has told its help, or what was wrong
        return Exit.WRONG_USAGE if done.code else Exit.FOUND


def _split_command(argv: Words) -> tuple[str | None, Words]:
    """The command, if the first word that is no option is one, and the other words."""
    place = 0
    while place < len(argv) and argv[place].startswith("-"):
        place += 2 if argv[place] == "--profile" else 1
    if place < len(argv) and argv[place] in ("lookup", "accounts"):
        return argv[place], [*argv[:place], *argv[place + 1 :]]
    return None, argv


def _print(act: Act, options: argparse.Namespace) -> int:
    end_logging = install_logging(None)
    try:
        print(act(options, ProfileFolder(_profile(options))))
    finally:
        end_logging()
    return Exit.FOUND


def _open_window(argv: Words) -> int:
    parser = _parser("", "Type a phone number and see who that is on WhatsApp.", _COMMANDS)
    parser.add_argument("number", nargs="*", metavar="NUMBER", help="looked up as soon as the window is open")
    parser.add_argument("--demo", action="store_true", help="start with sample contacts")
    parser.add_argument("--version", action="version", version=f"Contact Inspector {__version__}")
    options = parser.parse_intermixed_args(argv)
    if sys.platform == "linux" and not any(map(os.environ.get, _DISPLAYS)):
        sentence = "There is no display to open a window on. `contact-inspector lookup NUMBER` needs none."
        raise CommandError(Exit.REFUSED, sentence)
    # Qt's imports abort when Ctrl-C interrupts them: until the window listens, it ends the process at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from inspector import app  # Qt begins here

    return app.run(" ".join(options.number) or None, is_demo=options.demo, profile=_profile(options))


def _parse_lookup(argv: Words) -> tuple[Act, argparse.Namespace]:
    parser = _parser(" lookup", "Print what WhatsApp tells of a number.")
    parser.add_argument("number", nargs="+", metavar="NUMBER", help="in any notation")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--account", metavar="NAME", help="the account to ask with, when there are several")
    return _lookup, parser.parse_intermixed_args(argv)


def _lookup(options: argparse.Namespace, folder: ProfileFolder) -> str:
    text = " ".join(options.number)
    return commands.look_number_up(text, folder, options.account, as_object=options.json)


def _parse_accounts(argv: Words) -> tuple[Act, argparse.Namespace]:
    parser = _parser(" accounts", "Manage the accounts that numbers are looked up with.")
    actions = parser.add_subparsers(metavar="COMMAND", required=True)
    add = _action(actions, "add", "add an account; its token comes from standard input", _add)
    add.add_argument("--api-url", metavar="URL", required=True, help="as the console shows it")
    add.add_argument("--id-instance", metavar="ID", required=True, help="the instance's number")
    _action(actions, "test", "ask the gateway whether an account is connected", _test)
    _action(actions, "remove", "forget an account and its token", _remove)
    _action(actions, "list", "print the accounts, without their tokens", _list)
    options = parser.parse_args(argv)
    act: Act = options.act
    return act, options


def _action(actions: "Actions", name: str, purpose: str, act: Act) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        name, help=purpose, description=purpose, parents=[_profile_option()], allow_abbrev=False
    )
    parser.set_defaults(act=act)
    if act is not _list:
        parser.add_argument("name", metavar="NAME", help="of the account")
    return parser


def _add(options: argparse.Namespace, folder: ProfileFolder) -> str:
    return commands.add_account(folder, options.name, options.api_url, options.id_instance)


def _list(_options: argparse.Namespace, folder: ProfileFolder) -> str:
    return commands.list_accounts(folder)


def _test(options: argparse.Namespace, folder: ProfileFolder) -> str:
    return commands.test_account(folder, options.name)


def _remove(options: argparse.Namespace, folder: ProfileFolder) -> str:
    return commands.remove_account(folder, options.name)


def _parser(command: str, description: str, epilog: str | None = None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"contact-inspector{command}",
        description=description,
        epilog=epilog,
        parents=[_profile_option()],
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _profile_option() -> argparse.ArgumentParser:
    """Has no default: one that stands before a sub-command would be overwritten by it."""
    option = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    purpose = "the folder of settings, accounts, logs and caches"
    option.add_argument("--profile", metavar="DIR", type=_folder, help=purpose)
    return option


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("an empty name is no folder")
    return Path(text)


def _profile(options: argparse.Namespace) -> Path | None:
    folder: Path | None = getattr(options, "profile", None)
    return folder


def _give_up_output(error: OSError) -> int:
    """Nobody reads on, or the disk is full: say so once, and not again when Python ends."""
    if not isinstance(error, BrokenPipeError):
        say(f"The command could not be finished: {error.strerror or error}.")
    if sys.__stdout__ is not None:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.__stdout__.fileno())
    return Exit.REFUSED


def _confess(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """A mistake of this program, without the traceback, whose lines may quote what is secret."""
    place = traceback.extract_tb(trace)[-1:]
    where = f" in {Path(place[0].filename).name}, line {place[0].lineno}" if place else ""
    say(f"The program met an error of its own ({kind.__name__}{where}). Please report it.")
