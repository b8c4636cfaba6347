"""The log: one JSON object a line; who did what, how long it took and how it ended."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path

from corpus.errors import SettingsError

_STANDARD_ERROR = "-"


class Log:
    """Notes what is done; what was asked only where that is switched on."""

    def __init__(self, place: str | None = None, *, questions: bool = False) -> None:
        """Write to a file, to standard error for "-", or nowhere; raise SettingsError."""
        # Not by name: two servers in one process keep their logs apart.
        self._logger = logging.Logger("evidence", logging.INFO)
        self._questions = questions
        if place is not None:
            self._logger.addHandler(_handler(place))

    def note(
        self, who: str, what: str, outcome: str, seconds: float, question: str | None = None
    ) -> None:
        """Write one line."""
        line: dict[str, object] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "who": who,
            "what": what,
            "outcome": outcome,
            "seconds": round(seconds, 3),
        }
        if self._questions and question is not None:
            line["question"] = question
        self._logger.info(json.dumps(line, ensure_ascii=False))

    def close(self) -> None:
        """Let go of the file."""
        for handler in self._logger.handlers:
            handler.close()


def _handler(place: str) -> logging.Handler:
    if place == _STANDARD_ERROR:
        return logging.StreamHandler(sys.stderr)
    try:
        # Looks before each line whether the file was moved, so that logrotate may turn it over.
        return WatchedFileHandler(Path(place).expanduser(), encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"--log {place}: cannot be written ({error.strerror}); choose another file, or - for "
            "standard error"
        ) from error
