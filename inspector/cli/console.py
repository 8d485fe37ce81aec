"""The commands that print: `lookup` and `accounts`, with their options. Without Qt."""

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from inspector.app.exit_codes import Exit, print_result, say
from inspector.cli import commands
from inspector.cli.parser import make_parser, profile_of, profile_option
from inspector.config.folder import ProfileFolder
from inspector.config.profile import open_profile
from inspector.core.redaction import install_logging

if TYPE_CHECKING:
    Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # has no public name

Words: TypeAlias = Sequence[str]
Act: TypeAlias = Callable[[argparse.Namespace, ProfileFolder], str]


def run(command: str, words: Words) -> int:
    """Run `lookup` or `accounts` and print the result. Returns the exit code.

    Raises:
        CommandError: the command failed.
        SystemExit: argparse printed its help or a usage error.
    """
    act, options = _parse_lookup(words) if command == "lookup" else _parse_accounts(words)
    folder = open_profile(profile_of(options))
    end_logging = install_logging(None)
    try:
        say(*folder.managed.notes)
        print_result(act(options, folder))
    finally:
        end_logging()
    return Exit.FOUND


def _parse_lookup(argv: Words) -> tuple[Act, argparse.Namespace]:
    parser = make_parser(" lookup", "Print who's behind a WhatsApp number.")
    parser.add_argument("number", nargs="+", metavar="NUMBER", help="phone number in any notation")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--account", metavar="NAME", help="account to use, if there are several")
    return _lookup, parser.parse_intermixed_args(argv)


def _lookup(options: argparse.Namespace, folder: ProfileFolder) -> str:
    text = " ".join(options.number)
    return commands.look_number_up(text, folder, options.account, as_object=options.json)


def _parse_accounts(argv: Words) -> tuple[Act, argparse.Namespace]:
    parser = make_parser(" accounts", "Manage the accounts used to look up numbers.")
    actions = parser.add_subparsers(metavar="COMMAND", required=True)
    add = _action(actions, "add", "add an account (its token is read from standard input)", _add)
    add.add_argument("--api-url", metavar="URL", required=True, help="API address (apiUrl) from the console")
    add.add_argument(
        "--id-instance", metavar="ID", required=True, help="instance ID (idInstance) from the console"
    )
    _action(actions, "test", "check whether an account is connected", _test)
    _action(actions, "remove", "remove an account and its token", _remove)
    _action(actions, "list", "list the accounts, without their tokens", _list)
    options = parser.parse_args(argv)
    act: Act = options.act
    return act, options


def _action(actions: "Actions", name: str, purpose: str, act: Act) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        name,
        help=purpose,
        description=f"{purpose.capitalize()}.",
        parents=[profile_option()],
        allow_abbrev=False,
    )
    parser.set_defaults(act=act)
    if act is not _list:
        parser.add_argument("name", metavar="NAME", help="account name")
    return parser


def _add(options: argparse.Namespace, folder: ProfileFolder) -> str:
    return commands.add_account(folder, options.name, options.api_url, options.id_instance)


def _list(_options: argparse.Namespace, folder: ProfileFolder) -> str:
    return commands.list_accounts(folder)


def _test(options: argparse.Namespace, folder: ProfileFolder) -> str:
    return commands.check_account(folder, options.name)


def _remove(options: argparse.Namespace, folder: ProfileFolder) -> str:
    return commands.remove_account(folder, options.name)
