"""Keep what readers say of answers: whether one helped, and which papers it should have cited."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from corpus.database import Database


@dataclass(frozen=True)
class Feedback:
    """What one reader says of one answer."""

    feedback_id: str
    """Another word on the same answer, by the same reader, has the same id and takes its place."""
    question: str
    """As it was understood: with the one before it, where it followed one up."""
    helped: bool
    right: tuple[str, ...] = ()
    """Ids of the papers that should have been cited."""
    comment: str = ""
    cited: tuple[str, ...] = ()
    """Ids of the papers that were."""
    snapshot: str = ""
    """Of the library that answered."""
    said: str = ""
    """When, in UTC to the second."""


_feedback = TypeAdapter(Feedback)


class Feedbacks:
    """What readers said, in the library's database.

    It is no part of what the library holds: the snapshot id stays, no lock is taken, and a
    snapshot is written without it, for what somebody asked is nobody else's affair.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, feedback: Feedback) -> None:
        """Keep it, in the place of what was said under the same id before."""
        told = _feedback.dump_json(feedback).decode()
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?)", (feedback.feedback_id, told)
            )

    def take_back(self, feedback_id: str) -> None:
        """Forget what was said under this id."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM feedback WHERE feedback_id = ?", (feedback_id,))

    def clear(self) -> None:
        """Forget everything."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM feedback")

    def all(self) -> list[Feedback]:
        """Return everything that was said, the oldest first."""
        if not self._database.has_table("feedback"):
            return []
        rows = self._database.rows("SELECT told FROM feedback")
        found = [_feedback.validate_json(row[0]) for row in rows]
        return sorted(found, key=lambda one: (one.said, one.feedback_id))
