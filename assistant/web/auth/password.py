"""Passwords and tokens, kept only as what cannot be turned back."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from corpus.errors import SettingsError

SHORTEST_PASSWORD = 10
"""Characters; length is what counts (NIST SP 800-63B), no kinds of characters are asked for."""
LONGEST_PASSWORD = 200
# As OWASP's Password Storage Cheat Sheet gives them: 32 MiB, some tenths of a second.
_N, _R, _P = 2**15, 8, 3
_MOST = (2**20, 32, 16)
_KIND = "scrypt"
_BYTES = 32


def hashed(password: str) -> str:
    """Return what is kept of a password; raise SettingsError for one that is too short."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise SettingsError(
            f"the password has {len(password)} characters; take {SHORTEST_PASSWORD} to "
            f"{LONGEST_PASSWORD}, such as four words"
        )
    salt = secrets.token_bytes(16)
    parts = (str(_N), str(_R), str(_P), _text(salt), _text(_key(password, salt, _N, _R, _P)))
    return "$".join((_KIND, *parts))


def is_password(password: str, kept: str) -> bool:
    """Say whether a password is the one that was hashed; ValueError where `kept` is no hash."""
    n, r, p, salt, key = _parts(kept)
    # A longer one cannot have been hashed, and is not worth the work.
    shortened = password[: LONGEST_PASSWORD + 1]
    return hmac.compare_digest(_key(shortened, salt, n, r, p), key)


def hash_of_nobody() -> str:
    """Return what no password fits, and what takes as long to find out."""
    salt, key = secrets.token_bytes(16), secrets.token_bytes(_BYTES)
    return "$".join((_KIND, str(_N), str(_R), str(_P), _text(salt), _text(key)))


def check_hash(kept: str) -> None:
    """Raise ValueError where this is not what `hashed` returns."""
    _parts(kept)


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(_BYTES)


def token_digest(token: str) -> str:
    """Return what is kept of a token; as it is random, one pass is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _parts(kept: str) -> tuple[int, int, int, bytes, bytes]:
    kind, n, r, p, salt, key = kept.split("$")
    costs = int(n), int(r), int(p)
    # Bounded, or a written file could ask for all the memory there is.
    bounds = zip(costs, _MOST, strict=True)
    if kind != _KIND or not all(1 <= cost <= most for cost, most in bounds):
        raise ValueError("not a hash of scrypt")
    try:
        read = base64.b64decode(salt, validate=True), base64.b64decode(key, validate=True)
    except binascii.Error as error:
        raise ValueError("not in base64") from error
    if len(read[1]) != _BYTES:
        raise ValueError("of another length")
    return (*costs, *read)


def _key(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    memory = 128 * n * r * (p + 2)
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=memory, dklen=_BYTES)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
