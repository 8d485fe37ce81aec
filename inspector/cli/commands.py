"""Implements the commands: looking up a number and managing accounts. Without Qt.

Every function returns the text for standard output. A command that fails raises CommandError; warnings go to
standard error.
"""

import contextlib
import getpass
import json
import re
import sys
from datetime import UTC, datetime
from typing import Final

from inspector.app.exit_codes import CommandError, Exit, say
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileError, ProfileFolder
from inspector.config.presets import is_preset
from inspector.config.settings import Settings
from inspector.contact.export import as_json, as_text
from inspector.contact.facts import NO_DETAILS
from inspector.core.account import Account
from inspector.core.problem import GatewayError
from inspector.core.proxy_choice import ProxyChoice
from inspector.core.secret import LONGEST_SECRET_CHARS, Secret
from inspector.keychain.secret_store import ErrorKind, KeychainError
from inspector.keychain.system_store import store_for_this_system
from inspector.keychain.worker import KeychainWorker
from inspector.lookup.background import run
from inspector.lookup.lookup import look_up
from inspector.lookup.session import Asked, Event, Failed, Looking, Paused, Shown, State, step
from inspector.phone.hint import Verdict, hint
from inspector.phone.number import Choice, NeedsCountry, Refusal
from inspector.phone.reader import known_number, read_number

_TOKEN: Final = re.compile(r"[!-~]+")
_STRIPPED_FROM_TOKEN: Final = "\ufeff \t\r\n"
"""Some shells put a byte order mark in front of piped text."""
_COUNTRY_HELP: Final = (
    "Start the number with + and its country code, or set a default country in the preferences."
)
_USUAL_TOKEN: Final = re.compile(r"[0-9a-f]{50}")
_USUAL_ID_DIGITS: Final = 10


def look_number_up(text: str, folder: ProfileFolder, account_name: str | None, *, as_object: bool) -> str:
    """Look up a number. Returns the contact as a JSON object or as text."""
    settings = _load_settings(folder)
    asked = _read_asked(text, settings)
    account = _choose(_open_book(folder), account_name)
    token, proxy = _fetch_secrets(account, settings)
    state = run(_ask(account, token, proxy, asked))
    if isinstance(state, Failed):
        raise CommandError(Exit.REFUSED, state.problem.sentence)
    if not isinstance(state, Shown):
        raise CommandError(Exit.REFUSED, "The lookup ended without a response.")
    contact = state.found.contact
    if state.problem:
        say(state.problem.sentence)
    if contact.has_no_details and contact.is_on_whatsapp is None:
        say(NO_DETAILS)
    # ASCII works in every encoding and contains no terminal escape sequences
    return json.dumps(as_json(contact), indent=2, allow_nan=False) if as_object else as_text(contact)


def add_account(folder: ProfileFolder, name: str, api_url: str, id_instance: str) -> str:
    """Add an account. Its token is read from standard input and stored in the keychain."""
    book = _open_book(folder)
    try:
        account = book.prepare(name, api_url, id_instance)
        _check_saving(book, folder)
    except ValueError as error:
        raise CommandError(Exit.WRONG_USAGE, str(error)) from None
    except ProfileError as error:
        raise CommandError(Exit.REFUSED, f"{error.sentence} The account was not saved.") from None
    token = _read_token()
    _warn_if_unusual(account, token)
    with contextlib.closing(KeychainWorker(store_for_this_system())) as worker:
        try:
            worker.keep(account.token_key, token).result()
            book.put(account)
            book.save()
        except KeychainError as error:
            raise CommandError(Exit.REFUSED, f"{error.sentence} The account was not saved.") from None
        except ProfileError as error:
            with contextlib.suppress(KeychainError):
                worker.forget(account.token_key).result()
            raise CommandError(Exit.REFUSED, f"{error.sentence} The account was not saved.") from None
        return f"Added {account.name}. Its token is in the {worker.place}."


def list_accounts(folder: ProfileFolder) -> str:
    """A table of names, instance IDs and addresses. The active account is marked."""
    book = _open_book(folder)
    if not book.accounts:
        return "No accounts."
    rows = [(account.name, account.id_instance, account.api_url) for account in book.accounts]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    marks = ["*" if account.key == book.active_key else " " for account in book.accounts]
    return "\n".join(
        f"{mark} {name:<{widths[0]}}  {id_instance:<{widths[1]}}  {api_url}"
        for mark, (name, id_instance, api_url) in zip(marks, rows, strict=True)
    )


def check_account(folder: ProfileFolder, name: str) -> str:
    """Check that an account is usable, and show its phone number."""
    account = _choose(_open_book(folder), name)
    token, proxy = _fetch_secrets(account, _load_settings(folder))
    return run(_connect(account, token, proxy))


def remove_account(folder: ProfileFolder, name: str) -> str:
    """Remove an account and its token. The token goes first, because only the account list leads to it.

    Both stay if the keychain is locked. If it can't be reached, the token may stay.
    """
    book = _open_book(folder)
    account = _choose(book, name)
    try:
        _check_saving(book, folder)
    except ProfileError as error:
        raise CommandError(Exit.REFUSED, f"{error.sentence} The account was not removed.") from None
    why_left = _forget_token(account)
    book.remove(account.key)
    try:
        book.save()
    except ProfileError as error:
        told = f"{account.name} is still listed, but its token may be gone. {error.sentence}"
        raise CommandError(Exit.REFUSED, told) from None
    if why_left:
        told = f"{account.name} was removed, but its token may still be stored. {why_left}"
        raise CommandError(Exit.REFUSED, told)
    return f"{account.name} and its token were removed."


def _forget_token(account: Account) -> str:
    """Remove an account's token. Returns a message if no keychain can be reached, otherwise ""."""
    try:
        KeychainWorker(store_for_this_system()).forget(account.token_key).result()
    except KeychainError as error:
        if error.trouble is ErrorKind.UNAVAILABLE:
            return error.sentence
        raise CommandError(Exit.REFUSED, f"{account.name} was not removed. {error.sentence}") from None
    return ""


def _check_saving(book: AccountBook, folder: ProfileFolder) -> None:
    """Check that the account list can be saved, before anything else is changed.

    Raises:
        ProfileError
    """
    if book.refusal:
        raise ProfileError(book.refusal)
    folder.check()


def _load_settings(folder: ProfileFolder) -> Settings:
    settings, notes = Settings.load(folder)
    say(*notes)
    return settings


def _read_asked(text: str, settings: Settings) -> Asked:
    reading = read_number(text, settings.default_region)
    if isinstance(reading, Refusal):
        raise CommandError(Exit.WRONG_USAGE, reading.sentence or "No number to look up.")
    told = hint(reading, datetime.now(UTC))
    if isinstance(reading, Choice):
        raise CommandError(Exit.WRONG_USAGE, "\n".join((told.sentence or "", *told.facts)))
    if isinstance(reading, NeedsCountry):
        raise CommandError(Exit.WRONG_USAGE, "\n".join((told.sentence or "", *told.facts, _COUNTRY_HELP)))
    if told.verdict is Verdict.DOUBTFUL and told.sentence:
        say(told.sentence)
    return reading


def _open_book(folder: ProfileFolder) -> AccountBook:
    book, notes = AccountBook.load(folder)
    say(*notes)
    return book


def _choose(book: AccountBook, name: str | None) -> Account:
    """The account with this name, or the only account."""
    names = ", ".join(account.name for account in book.accounts)
    if not book.accounts:
        raise CommandError(Exit.NO_ACCOUNT, "No account yet. Add one with `contact-inspector accounts add`.")
    if name is None and len(book.accounts) > 1:
        raise CommandError(
            Exit.WRONG_USAGE, f"There are several accounts. Choose one with --account: {names}."
        )
    account = book.accounts[0] if name is None else book.named(name)
    if account is None:
        raise CommandError(Exit.NO_ACCOUNT, f"No account named {name}. Accounts: {names}.")
    return account


def _fetch_secrets(account: Account, settings: Settings) -> tuple[Secret, ProxyChoice]:
    """The account's token, and the proxy with its password."""
    worker = KeychainWorker(store_for_this_system())
    token = _fetch_token(worker, account)
    if settings.proxy_password_key is None:
        return token, settings.proxy_choice()
    try:
        return token, settings.proxy_choice(worker.fetch(settings.proxy_password_key).result())
    except KeychainError as error:
        say(f"Couldn't get the proxy password. {error.sentence}")
        return token, settings.proxy_choice()


def _fetch_token(worker: KeychainWorker, account: Account) -> Secret:
    try:
        token = worker.fetch(account.token_key).result()
    except KeychainError as error:
        raise CommandError(Exit.NO_ACCOUNT, error.sentence) from None
    if token is None:
        what = (
            "Add it with `accounts add`, using the address and ID that `accounts list` shows."
            if is_preset(account)
            else "Remove the account and add it again."
        )
        sentence = f"No token for {account.name} at {account.origin} in the {worker.place}. {what}"
        raise CommandError(Exit.NO_ACCOUNT, sentence)
    return token


async def _ask(account: Account, token: Secret, proxy: ProxyChoice, asked: Asked) -> State:
    """Run a lookup and return its final state. Retries are announced as they happen."""
    from inspector.greenapi.client import Gateway  # takes 90 ms, which an invalid number needn't wait for

    state: State = Looking(asked)

    def take(event: Event) -> None:
        nonlocal state
        state = step(state, event)
        if isinstance(event, Paused):
            say(f"{event.pause.problem.cause} Retrying in {event.pause.wait_s:.0f} s…")

    gateway = Gateway(account, token, proxy=proxy)
    try:
        await look_up(gateway, asked, take)
    finally:
        await gateway.aclose()
    return state


async def _connect(account: Account, token: Secret, proxy: ProxyChoice) -> str:
    from inspector.greenapi import client

    gateway = client.Gateway(account, token, proxy=proxy)
    try:
        connected = await client.check_account(gateway)
    except GatewayError as error:
        raise CommandError(Exit.REFUSED, error.problem.sentence) from None
    finally:
        await gateway.aclose()
    number = connected.phone and known_number(connected.phone.removeprefix("+")).international
    return f"{account.name}: connected" + (f" as {number}" if number else "") + f" ({connected.state})"


def _read_token() -> Secret:
    """One line from standard input, without echo on a terminal."""
    try:
        is_typed = sys.stdin is not None and sys.stdin.isatty()
        text = getpass.getpass("Token: ") if is_typed else sys.stdin.readline(LONGEST_SECRET_CHARS + 1)
    except (EOFError, AttributeError, UnicodeDecodeError):
        text = ""
    token = text.strip(_STRIPPED_FROM_TOKEN)
    if not token:
        raise CommandError(Exit.NO_ACCOUNT, "No token on standard input. The account was not saved.")
    if len(token) >= LONGEST_SECRET_CHARS or not _TOKEN.fullmatch(token):
        raise CommandError(
            Exit.WRONG_USAGE, "The text on standard input isn't a token. The account was not saved."
        )
    return Secret(token)


def _warn_if_unusual(account: Account, token: Secret) -> None:
    if not _USUAL_TOKEN.fullmatch(token.reveal()):
        say("This token isn't 50 lower-case hexadecimal digits. Is it complete?")
    if len(account.id_instance) != _USUAL_ID_DIGITS:
        say("This instance ID isn't 10 digits. Is it complete?")
