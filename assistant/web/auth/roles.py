"""Who a person is to the server, and what their role lets them do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from corpus.errors import EvidenceError

Role = Literal["reader", "curator", "admin"]
Errand = Literal["ask", "review", "curate", "administer"]
"""To ask and read; to have files reviewed; to add and remove papers; everything else."""

ROLES: tuple[Role, ...] = get_args(Role)
_ERRANDS: dict[Role, tuple[Errand, ...]] = {
    "reader": ("ask",),
    "curator": ("ask", "review", "curate"),
    "admin": ("ask", "review", "curate", "administer"),
}
_CHANGING: tuple[Errand, ...] = ("curate", "administer")
_NEEDED: dict[Errand, Role] = {
    "ask": "reader",
    "review": "curator",
    "curate": "curator",
    "administer": "admin",
}


class NotAllowed(EvidenceError):
    """A person may not do what they ask for; the message says who may."""


@dataclass(frozen=True)
class Person:
    """Somebody at the door, known by name where names are asked for."""

    name: str
    role: Role
    read_only: bool = False
    """Whether nobody may change the library just now."""
    named: bool = True
    """False for whoever comes in where no names are asked for."""

    def may(self, errand: Errand) -> bool:
        """Say whether this person may do so."""
        return errand in _ERRANDS[self.role] and not (self.read_only and errand in _CHANGING)

    def require(self, errand: Errand) -> None:
        """Raise NotAllowed, with who may, where this person may not do so."""
        if self.may(errand):
            return
        if errand in _ERRANDS[self.role]:
            raise NotAllowed(
                "this library is served to be read only; whoever runs it can change it with the "
                "command evidence"
            )
        raise NotAllowed(
            f"{self.name} is a {self.role} and may not do this; ask a {_NEEDED[errand]}, or "
            "whoever keeps the names for that role"
        )
