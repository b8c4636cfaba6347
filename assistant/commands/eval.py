"""`evidence eval`: run question sets, look them over, compare runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.options import JsonOption, LibraryOption, open_filled
from corpus.errors import EvidenceError, SettingsError

if TYPE_CHECKING:
    from corpus.library import Library
    from eval.beir import Entry
    from eval.conditions import Conditions
    from eval.questions import QuestionSet
    from eval.run import Run
    from eval.summary import Summary

app = typer.Typer(help="Run question sets, look them over, and compare runs.", no_args_is_help=True)

_SET_HELP = "A JSON Lines file, a BEIR or TREC folder, or a shipped set: development, smoke."


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
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask all questions of a set, score what comes of them, and write a report."""
    from assistant.console import print_json, progress_bar
    from assistant.outcome import asking
    from assistant.scoreboard import show_summary
    from eval.floor import missed, read_floor
    from eval.report import write_reports
    from eval.run import conduct
    from eval.summary import summarise

    floors = [read_floor(written) for written in fail_under or ()]
    held, asked, conditions = _prepare(questions, again, library)
    place = folder or _free_folder(asked.name)
    with progress_bar("Asking") as step:
        made = conduct(place, asked, conditions, asking(held), step)
    summary = summarise(made)
    report = write_reports(made, summary)
    if as_json:
        print_json(_run_object(made, summary, report))
    else:
        show_summary(summary)
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
    from assistant.console import print_json
    from assistant.scoreboard import show_findings
    from eval import lint as looking
    from eval.questions import resolved
    from eval.read_set import read_set

    read = [read_set(name) for name in sets]
    papers = open_filled(library).papers() if library is not None else None
    findings = looking.lint([resolved(one, _starter_ids()) for one in read], papers)
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
    from assistant.console import print_json
    from assistant.scoreboard import show_comparison
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
            }
        )
    else:
        show_comparison(found)


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
    from eval.export import export_beir, export_trec
    from eval.run import read_run

    found = read_run(made)
    if beir:
        export_beir(found, _texts(open_filled(library)), folder)
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
    from assistant.console import print_json, progress_bar
    from assistant.register import register_of
    from assistant.review.review import open_finder
    from assistant.scoreboard import show_review_score
    from eval.review import score_review
    from eval.review_set import read_review_set

    items = read_review_set(file)
    held = open_filled(library)
    with progress_bar("Reading the register of claims, once") as tell:
        register_of(held, tell)
    found = open_finder(held).judge([item.statement for item in items])
    score = score_review(items, [one.category if one else None for one in found])
    print_json(asdict(score)) if as_json else show_review_score(score)


def _texts(held: Library) -> Iterator[Entry]:
    """Yield the papers of a library with the text closest to each of them."""
    from eval.beir import Entry

    for paper_id, paper in held.papers().items():
        document = held.document(paper_id, paper.origin)
        if document is not None:
            yield Entry(paper_id, paper.title, document.text)


def _prepare(
    name: str | None, again: Path | None, library: Path | None
) -> tuple[Library, QuestionSet, Conditions]:
    """Return library, checked questions and conditions of a new run, or of one made again."""
    from assistant.outcome import labelled
    from eval.lint import check
    from eval.questions import resolved
    from eval.read_set import read_set
    from eval.run import read_conditions, read_questions_of

    if (name is None) == (again is None):
        raise SettingsError("give a set or --again FOLDER, one of the two")
    if again is not None:
        before = read_conditions(again)
        held = open_filled(library or Path(before.library))
        return held, read_questions_of(again), _made_again(held, before, again)
    read = read_set(name or "")
    held = open_filled(library)
    asked = resolved(read, _starter_ids())
    check(asked, held.papers())
    return held, labelled(asked, held.papers()), _conditions(held, read.name, read.digest)


def _made_again(held: Library, before: Conditions, again: Path) -> Conditions:
    now = _conditions(held, before.set, before.digest)
    if now.snapshot != before.snapshot:
        raise EvidenceError(
            f"{again}: a run from another library: snapshot {before.snapshot}, found "
            f"{now.snapshot} in {held.folder}; name the library it was made over with --library"
        )
    return now


def _conditions(held: Library, name: str, digest: str) -> Conditions:
    from assistant.outcome import code_digest
    from eval.conditions import Conditions

    return Conditions(
        set=name,
        digest=digest,
        library=str(held.folder.resolve()),
        snapshot=held.snapshot,
        papers=len(held.papers()),
        passages=held.passage_count,
        model=held.embedder.fingerprint.name,
        writer="quoting",
        code=code_digest(),
    )


def _starter_ids() -> dict[str, str]:
    """Return the paper id for each citation key of the starter digests."""
    from corpus.starter.records import starter_records
    from ingest.digest import read_digests

    return {key: found.paper.paper_id for key, found in read_digests(starter_records())}


def _free_folder(name: str) -> Path:
    from eval.conditions import now

    stamp = "".join(character for character in now()[:19] if character.isdigit())
    return Path("runs") / f"{name}-{stamp}"


def _failures(made: Run) -> list[str]:
    return [
        f"{name}: failed: {outcome.reason}"
        for name, outcome in made.outcomes.items()
        if outcome.behaved == "failed"
    ]


def _run_object(made: Run, summary: Summary, report: Path) -> dict[str, Any]:
    return {
        "run": str(made.folder),
        "report": str(report),
        "set": made.conditions.set,
        **asdict(summary.whole.counts),
        "scores": {name: asdict(mean) for name, mean in summary.whole.means.items()},
    }
