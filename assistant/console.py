"""What the command line shows a person: answers, evidence and progress."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from assistant.answer import DIGEST_NOTE, Answer
from assistant.cite import byline, doi_address, pages, standing_words, status_source
from assistant.compose import GROUPS
from assistant.contract import sentence_line
from assistant.decide import IN_PART, what_is_missing
from assistant.search import Evidence

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)


def print_json(value: object) -> None:
    """Print one JSON value on one line."""
    print(json.dumps(value, ensure_ascii=False))  # noqa: T201 - Rich would wrap the line


def print_text(text: str) -> None:
    """Print text as it stands, for a file or another program."""
    print(text.rstrip("\n"))  # noqa: T201 - Rich would wrap the lines


def show_answer(answer: Answer) -> None:
    """Print an answer as a person reads it, its evidence below."""
    if answer.declined:
        out.print(Text(answer.reason or "", style="bold"))
        if answer.evidence:
            out.print("A paper that does answer can be added with: evidence add")
            out.print("Nearest papers:")
    if answer.missing:
        out.print(Text(f"{IN_PART}. ", style="bold").append(what_is_missing(answer.missing), ""))
    for group, heading in GROUPS.items():
        sentences = [sentence for sentence in answer.sentences if sentence.group == group]
        if sentences:
            out.print(Text(f"\n{heading}", style="bold"))
        for sentence in sentences:
            line = sentence_line(sentence, answer).replace("*", "")
            out.print(Padding(Text(line), (0, 0, 0, 2)))
    if any(item.passage.origin == "digest" for item in answer.evidence):
        out.print(Text(f"\n{DIGEST_NOTE}", style="italic"))
    out.print()
    for item in answer.evidence:
        show_evidence(item)


def show_evidence(item: Evidence, *, with_text: bool = False) -> None:
    """Print where a passage is from, and its text where asked."""
    place = f", page {pages(item.passage)}" if pages(item.passage) else ""
    line = Text(f"[{item.rank}] {item.paper.title}\n", style="bold")
    line.append(f"{byline(item.paper)}. {item.passage.section}{place}. ", style="not bold")
    line.append(
        f"{origin_words(item.passage.origin)}; {standing_words(item.paper)}. ",
        style="not bold italic",
    )
    line.append(doi_address(item.paper) or "", style="not bold")
    status = item.paper.status
    if status.needs_care:
        note = f"{status.note} " if status.note else ""
        line.append(f"\n{note}({status_source(status)})", style="not bold yellow")
    out.print(Padding(line, (0, 0, 0, 2)))
    if with_text:
        out.print(Padding(Text(item.passage.text), (0, 0, 1, 6)))


def origin_words(origin: str) -> str:
    """Say in words what kind of text a passage is from."""
    if origin == "digest":
        return "This project's digest, not the paper's own words"
    return f"The paper's {origin}"


@contextmanager
def progress_bar(errand: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on the error stream; the function given is told how many are done, of how many."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(errand, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
