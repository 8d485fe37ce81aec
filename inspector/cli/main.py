"""The entry point: opens the window, looks up one number or manages accounts.

Qt is imported only for the window. Results go to standard output, error messages to standard error.
"""

import gc
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, TypeAlias

from inspector import __version__
from inspector.app.exit_codes import CommandError, Exit, discard, discard_stderr, print_result, say
from inspector.cli.parser import make_parser, profile_of

if TYPE_CHECKING:
    import argparse

    from inspector.config.single_instance import Claim
    from inspector.phone.link import LookupRequest

Words: TypeAlias = Sequence[str]

_COMMANDS: Final = """commands:
  contact-inspector [NUMBER] [--demo]                         open the window, or bring it to the front,
                                                              and look up NUMBER
  contact-inspector lookup NUMBER [--json] [--account NAME]   print a contact without opening a window
  contact-inspector accounts add NAME --api-url URL --id-instance ID
                                                              add an account (its token is read from
                                                              standard input)
  contact-inspector accounts list | test NAME | remove NAME
  contact-inspector --self-test                               check that this installation works: opens a
                                                              window, prints JSON

Every command except --self-test accepts --profile DIR.
Exit codes: 0 found, 1 refused by the gateway or the network, 2 wrong usage or impossible number,
3 no account or no token."""
_SELF_TEST_LIMIT_S: Final = 120
_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit code; users never see a traceback."""
    sys.excepthook = _confess
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except CommandError as stop:
        say(stop.sentence)
        return stop.code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        return _report_output_error(error)
    finally:
        discard_stderr()


def _run(argv: Words) -> int:
    if list(argv) == ["--self-test"]:
        return _run_self_test()
    command, rest = _split_command(argv)
    try:
        if command is None:
            return _open_window(rest)
        from inspector.cli import console  # imports libraries that the window doesn't need

        return console.run(command, rest)
    except SystemExit as done:  # argparse printed its help or a usage error
        return Exit.WRONG_USAGE if done.code else Exit.FOUND


def _split_command(argv: Words) -> tuple[str | None, Words]:
    """Split off the command, if the first word that isn't an option is one."""
    place = 0
    while place < len(argv) and argv[place].startswith("-"):
        place += 2 if argv[place] == "--profile" else 1
    if place < len(argv) and argv[place] in ("lookup", "accounts"):
        return argv[place], [*argv[:place], *argv[place + 1 :]]
    return None, argv


def _open_window(argv: Words) -> int:
    parser = make_parser("", "See who's behind a WhatsApp number.", _COMMANDS)
    parser.add_argument("number", nargs="*", metavar="NUMBER", help="number to look up when the window opens")
    parser.add_argument("--demo", action="store_true", help="use sample contacts")
    parser.add_argument("--version", action="version", version=f"Contact Inspector {__version__}")
    options = parser.parse_intermixed_args(argv)
    words = " ".join(options.number)
    claim = _claim(words, options)
    if claim is None:
        return Exit.FOUND
    if claim.is_elsewhere:
        return _report_other_screen(claim.screen)
    if sys.platform == "linux" and not any(map(os.environ.get, _DISPLAYS)):
        sentence = "No display to open a window on. `contact-inspector lookup NUMBER` works without one."
        raise CommandError(Exit.REFUSED, sentence)
    gc.disable()  # imports create no garbage; the window enables it again
    # A KeyboardInterrupt during Qt's imports crashes Qt. Until the window handles Ctrl-C, let it end the
    # process.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from inspector.app import process  # imports Qt

    return process.run(words or None, is_demo=options.demo, profile=profile_of(options), claim=claim)


def _run_self_test() -> int:
    import faulthandler

    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        # Ends the process even if something hangs, without needing the event loop or the GIL.
        faulthandler.dump_traceback_later(_SELF_TEST_LIMIT_S, exit=True, file=sys.stderr or nowhere)
        from inspector.app import self_test

        report, is_passed = self_test.run()
    print_result(report)
    return Exit.FOUND if is_passed else Exit.REFUSED


def _claim(words: str, options: "argparse.Namespace") -> "Claim | None":
    """Claim the profile's single window. None if another process has it and was sent the words."""
    from inspector.config.folder import ProfileFolder
    from inspector.config.single_instance import Claim, ClaimResult

    wanted = None
    if words:
        from inspector.phone.link import read_wanted

        wanted = read_wanted(words)
    claim = Claim(ProfileFolder(profile_of(options)), is_demo=options.demo)
    standing = claim.make(wanted, os.environ.get("XDG_ACTIVATION_TOKEN", ""))
    if standing is not ClaimResult.TOLD:
        return claim
    if wanted is not None and not wanted.is_link:
        _require_number(wanted)
    return None


def _report_other_screen(screen: str) -> Exit:
    """Say which screen the window is on, in a message box too if there is no terminal to read it on."""
    sentence = (
        f"Contact Inspector is already open on another screen ({screen}). "
        "Close it there first, or use another profile with --profile DIR."
    )
    say(sentence)
    if sys.stderr is None or not sys.stderr.isatty():
        from inspector.ui.qt.display import show_message

        show_message(sentence)
    return Exit.REFUSED


def _require_number(wanted: "LookupRequest") -> None:
    """Report bad input on the terminal, because the open window is sent a number and no other text.

    Raises:
        CommandError: the text contains no number, or more than one.
    """
    from inspector.phone.link import bare

    if not bare(wanted).number:
        sentence = "This doesn't contain exactly one phone number. Nothing was looked up."
        raise CommandError(Exit.WRONG_USAGE, sentence)


def _report_output_error(error: OSError) -> int:
    """Report an output error, such as a full disk, once, and not again when Python exits."""
    say(f"Couldn't finish the command: {error.strerror or error}.")
    discard(sys.__stdout__)
    return Exit.REFUSED


def _confess(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Report an internal error without the traceback, because its lines may quote secrets."""
    place = traceback.extract_tb(trace)[-1:]
    where = f" in {Path(place[0].filename).name}, line {place[0].lineno}" if place else ""
    say(f"Something went wrong ({kind.__name__}{where}). Please report it.")
