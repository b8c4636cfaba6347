"""The errors a person can mend, under one root.

    EvidenceError            the command line and the page print its message and stop
    ├── QuestionError        a question that cannot be asked (empty, far too long)
    ├── CollectionError      what was collected for a hand-out cannot be read, or has nothing in it
    ├── SettingsError        an option or environment variable with an unusable value
    ├── RefusedFile          one file that cannot be read; the others go on
    ├── ServiceError         a service on the network is out of reach or answers wrongly
    ├── RegisterError        a register of claims that cannot be read as one
    ├── ModelError           the embedding model is missing, or not the one expected
    ├── WriterError          the language model that should write cannot, or broke off
    └── LibraryError         the library folder or its vector store cannot be used
        ├── WrongModel       the library was made with another embedding model
        └── LibraryBusy      another process is writing

Anything else is a bug of ours and keeps its traceback.
"""

from __future__ import annotations


class EvidenceError(Exception):
    """Tell a person in one line what went wrong, where, and what to do."""


class QuestionError(EvidenceError):
    """A question cannot be asked as it stands."""


class CollectionError(EvidenceError):
    """What was collected for a hand-out cannot be read, or holds nothing to write."""


class SettingsError(EvidenceError):
    """An option or environment variable holds an unusable value."""


class RefusedFile(EvidenceError):
    """One file cannot become a paper; `path` names it and `reason` ends with the remedy."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type[RefusedFile], tuple[str, str]]:
        # Refusals come back from the process that reads the files.
        return RefusedFile, (self.path, self.reason)


class ServiceError(EvidenceError):
    """A service on the network cannot be reached, or its answer cannot be used.

    The message begins with the name of the service.
    """


class RegisterError(EvidenceError):
    """A register of claims has a fault; the message names file, entry and field."""


class ModelError(EvidenceError):
    """The embedding model cannot be used."""


class WriterError(EvidenceError):
    """The language model that should write an answer cannot be used, or broke off."""


class LibraryError(EvidenceError):
    """The library folder or its vector store cannot be used."""


class WrongModel(LibraryError):
    """The library was made with another embedding model."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class OtherSnapshot(EvidenceError):
    """The library no longer holds what it held under the snapshot that is asked for."""


class NoSuchPaper(EvidenceError):
    """No paper of the library has the id that is asked for."""
