"""The file of those who may come in: a name, a role and a hashed password a line."""

from __future__ import annotations

import hmac
import re
import secrets
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.web.auth.password import (
    check_hash,
    hash_of_nobody,
    hashed,
    is_password,
    new_token,
    token_digest,
)
from assistant.web.auth.roles import ROLES, Role
from corpus.errors import SettingsError

_NAME = r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}"
_TOKEN = r"[0-9a-f]{64}"  # noqa: S105 - the form of a digest
_NONE = "-"


@dataclass(frozen=True)
class Account:
    """Somebody who may come in."""

    name: str
    role: Role
    password: str
    """Hashed."""
    token: str | None = None
    """The digest of the token for other programs; None where there is none."""

    @property
    def line(self) -> str:
        """As it stands in the file."""
        return f"{self.name} {self.role} {self.password} {self.token or _NONE}"


class Accounts:
    """The accounts of a file, read anew whenever it has changed; safe between threads."""

    def __init__(self, path: Path) -> None:
        """Read the file; raise SettingsError, with the line, for what is not an account."""
        self._path = path
        self._lock = threading.Lock()
        self._seen = _seen(path)
        self._held = {account.name: account for account in read_accounts(path)}
        if not self._held:
            raise SettingsError(
                f"{path}: nobody is in it; add somebody with: evidence users add NAME --role admin"
            )
        self._nobody = hash_of_nobody()
        # What was right before need not be hashed again with each request of a program.
        self._secret = secrets.token_bytes(32)
        self._right: dict[str, bytes] = {}

    def one(self, name: str) -> Account | None:
        """Return the account of a name as the file has it now."""
        return self._now().get(name)

    def by_password(self, name: str, password: str) -> Account | None:
        """Return the account that these belong to; takes as long where there is no such name."""
        account = self.one(name)
        kept = account.password if account else self._nobody
        given = hmac.digest(self._secret, f"{kept} {password}".encode(), "sha256")
        before = self._right.get(name)
        if account and before is not None and hmac.compare_digest(before, given):
            return account
        if not is_password(password, kept) or account is None:
            return None
        self._right[name] = given
        return account

    def by_token(self, token: str) -> Account | None:
        """Return the account that a token belongs to."""
        digest = token_digest(token)
        return next(
            (a for a in self._now().values() if a.token and hmac.compare_digest(a.token, digest)),
            None,
        )

    def _now(self) -> dict[str, Account]:
        with self._lock:
            seen = _seen(self._path)
            if seen != self._seen:
                self._seen = seen
                try:
                    self._held = {one.name: one for one in read_accounts(self._path)}
                except SettingsError:
                    # Somebody is at work on the file: those who were in it last stay in.
                    return self._held
            return self._held


def read_accounts(path: Path) -> list[Account]:
    """Return the accounts of a file; raise SettingsError, with the line, for a wrong one."""
    found: dict[str, Account] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        account = _account(line, f"{path} line {number}")
        if account.name in found:
            raise SettingsError(
                f"{path} line {number}: {account.name} stands there twice; keep one"
            )
        found[account.name] = account
    return list(found.values())


def add_account(path: Path, name: str, role: Role, password: str) -> bool:
    """Add somebody, or give them this role and password; say whether they were new."""
    if not re.fullmatch(_NAME, name):
        raise SettingsError(
            f"the name is {name!r}; take letters, digits and . _ @ - , at most 64, no space"
        )
    before = _kept(path, name)
    _write(path, name, Account(name, role, hashed(password), before.token if before else None))
    return before is None


def set_role(path: Path, name: str, role: Role) -> None:
    """Give somebody another role; raise SettingsError where there is no such name."""
    _write(path, name, replace(_known(path, name), role=role))


def give_token(path: Path, name: str) -> str:
    """Give somebody a new token for other programs, in place of an older one, and return it."""
    token = new_token()
    _write(path, name, replace(_known(path, name), token=token_digest(token)))
    return token


def remove_account(path: Path, name: str) -> None:
    """Remove somebody; raise SettingsError where there is no such name."""
    _known(path, name)
    _write(path, name, None)


def _known(path: Path, name: str) -> Account:
    found = _kept(path, name)
    if found is None:
        raise SettingsError(f"{path}: nobody is called {name}; see them with: evidence users list")
    return found


def _kept(path: Path, name: str) -> Account | None:
    held = read_accounts(path) if path.exists() else []
    return next((account for account in held if account.name == name), None)


def _account(line: str, place: str) -> Account:
    parts = line.split()
    if len(parts) not in (3, 4):
        raise SettingsError(
            f"{place}: has {len(parts)} parts; expected name, role, hashed password and token, "
            "as written by: evidence users add"
        )
    name, role, password, token = (*parts, _NONE)[:4]
    if not re.fullmatch(_NAME, name):
        raise SettingsError(f"{place}: the name is {name!r}; expected letters, digits, . _ @ -")
    if role not in ROLES:
        raise SettingsError(f"{place}: the role is {role!r}; expected {', '.join(ROLES)}")
    try:
        check_hash(password)
    except ValueError as error:
        raise SettingsError(
            f"{place}: the password is not hashed by this program; set it with: "
            f"evidence users add {name}"
        ) from error
    if token != _NONE and not re.fullmatch(_TOKEN, token):
        raise SettingsError(f"{place}: no token; give a new one with: evidence users token {name}")
    return Account(name, role, password, None if token == _NONE else token)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path}: cannot be read ({error}); make it with: evidence users add NAME --role admin"
        ) from error


def _write(path: Path, name: str, account: Account | None) -> None:
    """Write the file with the line of one name changed, added or gone; all of it, or nothing."""
    lines = _lines(path) if path.exists() else []
    before = [line for line in lines if line.split()[:1] != [name]]
    after = [*before, *([account.line] if account else [])]
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text("".join(f"{line}\n" for line in after), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise SettingsError(f"{path}: cannot be written ({error}); choose another file") from error


def _seen(path: Path) -> tuple[int, int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino
