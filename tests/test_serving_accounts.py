"""Who may come in: the file of accounts, passwords, sessions, roles and rates."""

from __future__ import annotations

import stat
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from conftest import Ran

from assistant.web.auth.accounts import (
    Accounts,
    add_account,
    give_token,
    read_accounts,
    remove_account,
    set_role,
)
from assistant.web.auth.password import hashed, is_password
from assistant.web.auth.rate import Rate, TooMany
from assistant.web.auth.roles import NotAllowed, Person
from assistant.web.auth.sessions import LONGEST_IDLE, Sessions
from corpus.errors import SettingsError

PASSWORD = "four plain words here"
HASH = hashed(PASSWORD)


class Clock:
    """Shows the time it is set to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a reader, Ada."""
    path = tmp_path / "users"
    path.write_text(f"# the department\nada reader {HASH} -\n")
    return path


def test_a_password_is_kept_as_what_cannot_be_turned_back() -> None:
    assert PASSWORD not in HASH
    assert hashed(PASSWORD) != HASH
    assert is_password(PASSWORD, HASH)
    assert not is_password(PASSWORD + " ", HASH)
    assert not is_password("", HASH)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("bo", "line 3: has 1 parts"),
        ("bo boss HASH", "line 3: the role is 'boss'; expected reader, curator, admin"),
        ("bo reader hunter2", "line 3: the password is not hashed by this program"),
        ("bo reader scrypt$9999999999$8$1$AAAA$AAAA", "line 3: the password is not hashed"),
        ("../bo reader HASH", "line 3: the name is '../bo'"),
        ("ada reader HASH", "line 3: ada stands there twice"),
        ("bo reader HASH xyz", "line 3: no token"),
    ],
)
def test_a_wrong_line_is_named(file: Path, line: str, told: str) -> None:
    file.write_text(file.read_text() + line.replace("HASH", HASH) + "\n")
    with pytest.raises(SettingsError, match=told):
        read_accounts(file)


def test_what_is_written_leaves_other_lines_and_is_read_by_nobody_else(file: Path) -> None:
    assert add_account(file, "bo", "curator", PASSWORD)
    assert not add_account(file, "bo", "reader", PASSWORD + "!")
    assert file.read_text().startswith("# the department\n")
    assert [(one.name, one.role) for one in read_accounts(file)] == [
        ("ada", "reader"),
        ("bo", "reader"),
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(SettingsError, match="nobody is called eve"):
        remove_account(file, "eve")
    with pytest.raises(SettingsError, match="has 5 characters; take 10"):
        add_account(file, "bo", "reader", "short")


def test_a_running_server_sees_the_file_change_and_keeps_those_of_before_where_it_breaks(
    file: Path,
) -> None:
    accounts = Accounts(file)
    assert accounts.by_password("ada", PASSWORD)
    assert accounts.by_password("ada", PASSWORD + "x") is None
    assert accounts.by_password("eve", PASSWORD) is None
    set_role(file, "ada", "admin")
    found = accounts.one("ada")
    assert found
    assert found.role == "admin"
    token = give_token(file, "ada")
    assert token not in file.read_text()
    assert accounts.by_token(token) == accounts.one("ada")
    assert accounts.by_token("") is None
    file.write_text("ada boss\n")
    assert accounts.one("ada")
    file.write_text("")
    assert accounts.by_password("ada", PASSWORD) is None


def test_a_session_ends_when_idle_when_ended_and_with_a_new_password(file: Path) -> None:
    clock, accounts = Clock(), Accounts(file)
    sessions = Sessions(clock)
    ada = accounts.one("ada")
    assert ada
    token = sessions.begin(ada)
    clock.now += LONGEST_IDLE - 1
    assert sessions.account(token, accounts.one) == ada
    clock.now += LONGEST_IDLE
    assert sessions.account(token, accounts.one) is None
    token = sessions.begin(ada)
    sessions.end(token)
    assert sessions.account(token, accounts.one) is None
    token = sessions.begin(ada)
    add_account(file, "ada", "reader", PASSWORD)
    assert sessions.account(token, accounts.one) is None


def test_a_role_lets_do_what_it_is_for() -> None:
    allowed = {
        role: [errand for errand in ("ask", "review", "curate", "administer") if may(errand)]
        for role in ("reader", "curator", "admin")
        for may in [Person("pat", role).may]
    }
    assert allowed == {
        "reader": ["ask"],
        "curator": ["ask", "review", "curate"],
        "admin": ["ask", "review", "curate", "administer"],
    }
    with pytest.raises(NotAllowed, match="pat is a reader and may not do this; ask a curator"):
        Person("pat", "reader").require("curate")
    with pytest.raises(NotAllowed, match="read only"):
        Person("pat", "admin", read_only=True).require("curate")
    Person("pat", "admin", read_only=True).require("review")


def test_who_asks_too_often_is_told_how_long_to_wait_and_others_are_not() -> None:
    clock = Clock()
    rate = Rate(6, clock)
    for _ in range(6):
        rate.spend("pat")
    with pytest.raises(TooMany, match="wait 10 seconds") as caught:
        rate.spend("pat")
    rate.spend("sam")
    clock.now += caught.value.wait
    rate.spend("pat")
    with pytest.raises(TooMany):
        rate.check("pat")


def test_the_command_adds_lists_and_removes(
    evidence: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people"
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))
    ran = evidence("users", "add", "ada", "--role", "curator", "--auth-file", file)
    assert (ran.code, ran.err) == (0, "")
    assert PASSWORD not in ran.out + file.read_text()
    assert evidence("users", "list", "--auth-file", file).out == "curator  ada\n"
    token = evidence("users", "token", "ada", "--auth-file", file).out.strip()
    account = Accounts(file).by_token(token)
    assert account
    assert account.name == "ada"
    assert evidence("users", "role", "ada", "reader", "--auth-file", file).code == 0
    assert evidence("users", "remove", "ada", "--auth-file", file).code == 0
    served = evidence("serve", "--auth-file", tmp_path / "none")
    assert served.code == 2
    assert "evidence users add NAME" in served.err
