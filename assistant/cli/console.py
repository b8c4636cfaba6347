"""What the command line shows a person: answers, evidence and progress."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from assistant.brief import DIGEST_NOTE, GROUPS, Answer, Sentence
from assistant.generate.generated_answer import written_words
from assistant.judge.answerability import IN_PART
from assistant.judge.gaps import what_is_missing
from assistant.judge.outcome import NEAREST_NOTE
from assistant.misconceptions.correction import (
    headline,
    instead,
    near_by,
    source_line,
    without_source,
)
from assistant.misconceptions.detect import Premise
from assistant.render.json_objects import sentence_line
from assistant.retrieve.evidence import Evidence
from assistant.understand.spelling import read_words
from corpus.references.cite import byline, doi_address, pages, standing_words, status_source

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)
SECONDS_A_LINE = 3.0
"""How often a run without a terminal says how far it is."""


def print_json(value: object) -> None:
    """Print one JSON value on one line."""
    print(json.dumps(value, ensure_ascii=False))  # noqa: T201 - Rich would wrap the line


def print_text(text: str) -> None:
    """Print text as it stands, for a file or another program."""
    print(text.rstrip("\n"))  # noqa: T201 - Rich would wrap the lines


def show_answers(answers: Iterable[Answer]) -> None:
    """Print an answer as it grows, as a person reads it, its evidence below once it is whole."""
    shown: tuple[Sentence, ...] = ()
    begun = False
    for answer in answers:
        if not begun:
            _show_beginning(answer)
        begun = True
        # Where a model's sentences all gave way to quoted ones, the answer begins anew.
        same = answer.sentences[: len(shown)] == shown
        for number, sentence in enumerate(() if answer.is_entry else answer.sentences):
            if same and number < len(shown):
                continue
            before = answer.sentences[number - 1] if number else None
            _show_sentence(sentence, before, answer)
        shown = answer.sentences
    _show_end(answer)


def _show_beginning(answer: Answer) -> None:
    if answer.premise and (answer.premise.stance == "assumed" or answer.is_entry):
        show_premise(answer.premise)
    if answer.read_as:
        out.print(Text(read_words(answer.read_as), style="italic"))
    if answer.declined or answer.request != "evidence":
        out.print(Text(answer.reason or "", style="bold"))
        if answer.evidence:
            out.print("A paper that does answer can be added with: evidence add")
            out.print("Nearest papers:")
    if answer.outcome == "nearest":
        out.print(Text(NEAREST_NOTE, style="bold"))
    if answer.missing:
        out.print(Text(f"{IN_PART}. ", style="bold").append(what_is_missing(answer.missing), ""))


def _show_end(answer: Answer) -> None:
    if told := written_words(answer):
        out.print(Text(f"\n{told}", style="italic"))
    if answer.tells_digests:
        out.print(Text(f"\n{DIGEST_NOTE}", style="italic"))
    out.print()
    for item in answer.evidence:
        show_evidence(item)
    if answer.premise and answer.premise.stance == "mentioned" and not answer.is_entry:
        show_premise(answer.premise)


def show_premise(premise: Premise) -> None:
    """Print what is to be said of a claim that a question assumes or mentions."""
    claim = premise.claim
    lines = [f"{headline(premise)}: {claim.statement}", claim.correction]
    lines += [told for told in (instead(claim), without_source(claim)) if told]
    lines += [f"Source: {source_line(source)}" for source in claim.sources]
    lines += map(near_by, premise.also)
    style = "yellow" if premise.stance == "assumed" else "dim"
    out.print(Panel(Text("\n".join(lines)), border_style=style, expand=False))


def _show_sentence(sentence: Sentence, before: Sentence | None, answer: Answer) -> None:
    """Print a sentence, below its heading where it is the first of its part."""
    if before is None or before.group != sentence.group:
        out.print(Text(f"\n{GROUPS[sentence.group]}", style="bold"))
    line = sentence_line(sentence, answer).replace("*", "")
    style = "strike" if sentence.struck else ""
    out.print(Padding(Text(line, style=style), (0, 0, 0, 2)))


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
def progress_bar(task: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on the error stream: a bar, or plain lines where that is no terminal.

    The function given is called with how many are done, of how many.
    """
    if not err.is_terminal:
        yield from _progress_lines(task)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        shown = bar.add_task(task, total=None)
        yield lambda done, total: bar.update(shown, completed=done, total=total)


def _progress_lines(task: str) -> Iterator[Callable[[int, int], None]]:
    """Print a line such as "Adding: 12 of 180 (7%)" every few seconds, and one at the end."""
    printed_at = started = time.monotonic()
    last = (0, 0)

    def show(done: int, total: int) -> None:
        nonlocal printed_at, last
        last = done, total
        if time.monotonic() - printed_at >= SECONDS_A_LINE:
            printed_at = time.monotonic()
            print(_progress_line(task, done, total), file=sys.stderr, flush=True)  # noqa: T201

    yield show
    # What took no time needs no line.
    if time.monotonic() - started >= SECONDS_A_LINE and last[1]:
        print(_progress_line(task, *last), file=sys.stderr, flush=True)  # noqa: T201


def _progress_line(task: str, done: int, total: int) -> str:
    return f"{task}: {done:,} of {total:,} ({done / total:.0%})" if total else f"{task}: {done:,}"
