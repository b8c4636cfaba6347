"""The answer as a value: its sentences, the evidence they cite, and what is said beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.judge.outcome import Outcome
from assistant.misconceptions.detect import Premise
from assistant.retrieve.evidence import Evidence
from assistant.understand.request_kind import RequestName

DIGEST_NOTE = (
    "Sentences marked digest are this project's own words about a paper; only sentences in "
    "quotation marks are a paper's own."
)


Group = Literal["says", "teaching", "read with", "limits"]
GROUPS: dict[Group, str] = {
    "says": "What the papers say",
    "teaching": "For teaching",
    "read with": "Read together with",
    "limits": "Limits",
}
"""The parts of an answer in order, with their headings."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of an answer."""

    text: str
    cites: tuple[int, ...]
    """Ranks of the evidence it rests on."""
    verbatim: bool
    """True where it is found in its passage letter for letter."""
    supported: bool
    """False where its passages bear it out only in part, or not at all."""
    why: str
    """Why it counts as supported, or not."""
    group: Group
    noted: bool = False
    """True where it is this project's line on how two papers stand to each other."""
    struck: bool = False
    """True where it is not borne out, and is shown struck through."""


@dataclass(frozen=True)
class Written:
    """What came of asking a language model to write."""

    model: str
    """Its name, such as "ollama/NAME"."""
    struck: int
    """Sentences it wrote that its passages do not bear out."""
    markers_struck: int
    """Markers that named no passage, or one that does not bear the sentence."""
    note: str | None = None
    """What went otherwise than asked, in one line."""


@dataclass(frozen=True)
class Answer:
    """An answer in which every sentence opens onto a passage, or a stated refusal."""

    question: str
    sentences: tuple[Sentence, ...]
    evidence: tuple[Evidence, ...]
    """What is cited, ranked in order of first use; the nearest papers where it is declined."""
    outcome: Outcome
    reason: str | None
    """Why it is declined, or what replies to a request that asks for no evidence; else None."""
    missing: tuple[str, ...]
    """What the question names and no quoted sentence covers, as it was asked; empty where it is
    answered in full, or declined."""
    papers: int
    """How many papers were searched."""
    passages: int
    snapshot: str
    """What the library held."""
    writer: str
    """Whose sentences these are: "quoting", or a language model's name."""
    seconds: dict[str, float]
    """By step."""
    sure: float = 0.0
    """Probability that the evidence answers, calibrated on questions by other hands; 0 to 1."""
    read_as: tuple[tuple[str, str], ...] = ()
    """Mistyped words: as they were written, and as they are read."""
    premise: Premise | None = None
    """The claim of the register that the question assumes or mentions; it never hides the rest."""
    written: Written | None = None
    """None where no language model was asked."""
    request: RequestName = "evidence"
    """What is asked for; any other kind is replied to in words of its own, without papers."""

    @property
    def declined(self) -> bool:
        """Whether it has no answer: the library holds nothing near it, or it is not ours."""
        return self.outcome == "declined"

    @property
    def is_entry(self) -> bool:
        """Whether an entry of the register answers, by its own sources, and cites no passage."""
        return bool(self.sentences) and not any(one.cites for one in self.sentences)

    @property
    def tells_digests(self) -> bool:
        """Whether a sentence may be this project's own digest of a paper, which is then noted."""
        return bool(self.sentences) and any(
            item.passage.origin == "digest" for item in self.evidence
        )


def shown_text(sentence: Sentence, answer: Answer) -> str:
    """Return a sentence as it is shown: in quotation marks where it is a paper's own words.

    A digest's sentences are quoted letter for letter too, but they are this project's words.
    """
    own = all(answer.evidence[rank - 1].passage.origin != "digest" for rank in sentence.cites)
    return f"“{sentence.text}”" if sentence.verbatim and own else sentence.text
