"""`evidence eval`: run question sets, look them over, compare runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import (
    JsonOption,
    LibraryOption,
    WriterAddress,
    WriterOption,
    YesOption,
    agree_to_send,
    open_filled,
    open_model_named,
)
from corpus.errors import EvidenceError, SettingsError

if TYPE_CHECKING:
    from assistant.evaluate.prepare import Prepared, Wish
    from corpus.library import Library
    from eval.judge import Agreement
    from eval.run import Run
    from eval.summary import Summary

app = typer.Typer(help="Run question sets, look them over, and compare runs.", no_args_is_help=True)

_RUNS = Path("runs")
_SET_HELP = (
    "A JSON Lines file, a BEIR or TREC folder, or a shipped set: development, smoke, "
    "counterfactual, race_based_medicine."
)
_JUDGE_HELP = (
    "Let a language model judge, too, named as for --writer; its agreement with a labelled sample "
    "is told beside its number."
)
_SYSTEM_HELP = (
    "Score another system: module:function, a file of answers (.jsonl) or rankings (TREC), or the "
    "address of a server."
)


@app.command()
def run(
    questions: Annotated[
        str | None, typer.Argument(metavar="SET", help=_SET_HELP, show_default=False)
    ] = None,
    again: Annotated[
        Path | None, typer.Option(help="Make the run of this folder again, with its questions.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--out", help="The run's folder; one that was cut off is gone on with."),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(help='Exit with 1 where a mean is worse, such as "nDCG@10=0.8".'),
    ] = None,
    system: Annotated[str | None, typer.Option(help=_SYSTEM_HELP, show_default=False)] = None,
    times: Annotated[
        int, typer.Option(help="Ask every question so often, to see whether answers are stable.")
    ] = 1,
    workers: Annotated[int, typer.Option(help="Ask so many questions at a time.")] = 1,
    judge: Annotated[str | None, typer.Option(help=_JUDGE_HELP, show_default=False)] = None,
    writer: WriterOption = None,
    writer_address: WriterAddress = None,
    yes: YesOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask all questions of a set, score what comes of them, and write a report."""
    from assistant.cli.console import print_json, progress_bar
    from assistant.cli.scoreboard import show_summary
    from assistant.evaluate.prepare import Wish
    from assistant.evaluate.readers import read_over
    from eval.floor import missed, read_floor
    from eval.judge import kept_agreement
    from eval.report import write_reports
    from eval.run import conduct
    from eval.summary import summarise

    floors = [read_floor(written) for written in fail_under or ()]
    writing = None if system else open_model_named(writer, writer_address)
    reading = open_model_named(judge, writer_address) if judge else None
    for model in dict.fromkeys(filter(None, (writing, reading))):
        agree_to_send(model, yes=yes)
    held, ready = _prepare(questions, again, library, Wish(system, writing, times, workers))
    place = folder or _free_folder(ready.questions.name)
    with progress_bar("Asking") as step:
        made = conduct(place, ready.questions, ready.conditions, ready.ask, step)
    with progress_bar("Reading") as step:
        made = read_over(made, held, reading, step)
    summary = summarise(made)
    report = write_reports(made, summary)
    if as_json:
        print_json(_run_object(made, summary, report, kept_agreement(place)))
    else:
        show_summary(summary, kept_agreement(place))
        typer.echo(f"\nReport: {report}")
    faults = [*_failures(made), *missed(floors, summary)]
    for fault in faults:
        typer.echo(f"evidence: {fault}", err=True)
    if faults:
        raise typer.Exit(1)


@app.command()
def lint(
    sets: Annotated[list[str], typer.Argument(metavar="SET…", help=_SET_HELP)],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look sets over: dead gold, duplicates, leaks between sets, kinds that are too thin."""
    from assistant.cli.console import print_json
    from assistant.cli.scoreboard import show_findings
    from assistant.evaluate.prepare import starter_ids
    from eval import lint as looking
    from eval.questions import resolved
    from eval.read_set import read_set

    read = [read_set(name) for name in sets]
    papers = open_filled(library).papers() if library is not None else None
    findings = looking.lint([resolved(one, starter_ids()) for one in read], papers)
    print_json([asdict(one) for one in findings]) if as_json else show_findings(findings)
    if any(finding.grave for finding in findings):
        raise typer.Exit(1)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="The folder of a run.")],
    after: Annotated[Path, typer.Argument(help="The folder of a later run over the same set.")],
    any_library: Annotated[
        bool, typer.Option("--any-library", help="Also where the libraries hold different things.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option("--out", help="Write it to this file as Markdown, too.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what got better and worse between two runs, and which questions flipped."""
    from assistant.cli.console import print_json
    from assistant.cli.scoreboard import show_comparison
    from eval.compare import compare as comparing
    from eval.report import markdown_comparison
    from eval.run import read_run

    found = comparing(read_run(before), read_run(after), any_library=any_library)
    if file is not None:
        file.write_text(markdown_comparison(found), encoding="utf-8")
    if as_json:
        print_json(
            {
                "differing": found.differing,
                "changes": [asdict(one) | {"verdict": one.verdict} for one in found.changes],
                "flips": [asdict(one) for one in found.flips],
                "alone": found.alone,
            }
        )
    else:
        show_comparison(found)


@app.command("from-feedback")
def make_from_feedback(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A new file, such as feedback.jsonl.")
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a set of the answers that readers found wanting, with the papers they named as gold."""
    from assistant.cli.console import print_json
    from assistant.cli.scoreboard import show_feedback
    from eval.feedback import from_feedback
    from eval.questions import jsonl

    held = open_filled(library)
    found = from_feedback(held.feedback.all(), held.papers())
    questions = found.questions.questions
    if file.exists():
        raise EvidenceError(f"{file}: is there already; name a new file")
    if questions:
        file.write_text(jsonl(questions), encoding="utf-8")
    counts = {"helped": found.helped, "without_paper": found.without_paper, "gone": found.gone}
    if as_json:
        made = str(file) if questions else None
        print_json({"file": made, "questions": len(questions), **counts})
    else:
        show_feedback(found, file)


@app.command()
def export(
    made: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")],
    folder: Annotated[Path, typer.Argument(help="A new folder to write to.")],
    beir: Annotated[
        bool, typer.Option("--beir", help="As a BEIR folder, with the texts of the library.")
    ] = False,
    library: LibraryOption = None,
) -> None:
    """Write a run as TREC topics, qrels and run file, or its questions as a BEIR folder."""
    from assistant.evaluate.collection_library import entries_of
    from eval.export import export_beir, export_trec
    from eval.run import read_run

    found = read_run(made)
    if beir:
        export_beir(found, entries_of(open_filled(library)), folder)
    else:
        export_trec(found, folder)
    typer.echo(str(folder))


@app.command()
def review(
    file: Annotated[
        Path, typer.Argument(metavar="SET", help="Labelled statements, a JSON Lines file.")
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score the review of teaching material on labelled statements."""
    from assistant.cli.console import print_json, progress_bar
    from assistant.cli.scoreboard import show_review_score
    from assistant.misconceptions.register import register_of
    from assistant.review.review import open_finder
    from eval.review import score_review
    from eval.review_set import read_review_set

    items = read_review_set(file)
    held = open_filled(library)
    with progress_bar("Reading the register of claims, once") as tell:
        register_of(held, tell)
    found = open_finder(held).judge([item.statement for item in items])
    score = score_review(items, [one.category if one else None for one in found])
    print_json(asdict(score)) if as_json else show_review_score(score)


def _prepare(
    name: str | None, again: Path | None, library: Path | None, wish: Wish
) -> tuple[Library, Prepared]:
    """Return the library, and a new run of a set or one to be made again."""
    from assistant.cli.console import progress_bar
    from assistant.evaluate.collection_library import collection_library, has_corpus
    from assistant.evaluate.prepare import prepare, prepare_again
    from eval.read_set import read_set
    from eval.run import read_conditions

    if (name is None) == (again is None):
        raise SettingsError("give a set or --again FOLDER, one of the two")
    if again is None:
        read = read_set(name or "")
        if library is None and has_corpus(Path(name or "")):
            with progress_bar("Building the library of the set's corpus, once") as tell:
                held, ids = collection_library(Path(name or ""), _RUNS, tell)
            return held, prepare(held, read, wish, ids)
        held = open_filled(library)
        return held, prepare(held, read, wish)
    if wish.system is not None:
        raise SettingsError("--again asks what answered then; leave --system out, or give a set")
    held = open_filled(library or Path(read_conditions(again).library))
    return held, prepare_again(held, again, wish)


def _free_folder(name: str) -> Path:
    from eval.conditions import now

    stamp = "".join(character for character in now()[:19] if character.isdigit())
    return _RUNS / f"{name}-{stamp}"


def _failures(made: Run) -> list[str]:
    return [
        f"{name}: failed: {outcome.reason}"
        for name, outcome in made.outcomes.items()
        if outcome.behaved == "failed"
    ]


def _run_object(
    made: Run, summary: Summary, report: Path, agreement: Agreement | None
) -> dict[str, Any]:
    return {
        "run": str(made.folder),
        "report": str(report),
        "set": made.conditions.set,
        **asdict(summary.whole.counts),
        "scores": {name: asdict(mean) for name, mean in summary.whole.means.items()},
        **({"judge": asdict(agreement)} if agreement else {}),
    }
