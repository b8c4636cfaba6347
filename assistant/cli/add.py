"""`evidence add`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.options import JsonOption, LibraryOption, open_library
from corpus.errors import SettingsError
from corpus.starter.records import FIRST_EDITION, LATEST_EDITION


def add(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, zip archives and reference files; DOIs, PMIDs, PMCIDs, or a "
            "text file of them, are looked up over the network.",
            metavar="FILE_OR_IDENTIFIER…",
            show_default=False,
        ),
    ] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Add the starter corpus.")] = False,
    starter_full_text: Annotated[
        bool,
        typer.Option(
            "--starter-full-text",
            help="Fetch the full text of starter papers where an open version exists.",
        ),
    ] = False,
    edition: Annotated[
        int,
        typer.Option(
            min=FIRST_EDITION,
            max=LATEST_EDITION,
            help="Edition of the starter corpus; the evaluation sets were labelled on the first.",
        ),
    ] = LATEST_EDITION,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the services anew what they told before.")
    ] = False,
    password: Annotated[str | None, typer.Option(help="Opens encrypted PDFs.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add papers, in any form; a run that was cut off goes on where it stopped."""
    from assistant.cli.console import print_json
    from assistant.cli.listing import adding_bar, show_report
    from assistant.render.json_objects import report_object
    from corpus.settings import settings_from
    from ingest.add import add_files, add_starter
    from ingest.find import find_files
    from ingest.outcome import Report
    from ingest.request import add_identifiers, sort_out, starter_identifiers

    if not (wanted or starter or starter_full_text):
        raise SettingsError("nothing to add; name files or identifiers, or give --starter")
    asked = sort_out(wanted or [])
    find_files(asked.paths)  # A wrong name is told before seconds go by.
    settings = settings_from()
    held = open_library(library, "make")
    identifiers = list(asked.identifiers)
    reports = [Report(asked.refused, 0.0)]
    if starter or starter_full_text:
        with adding_bar("Adding the starter corpus") as tell:
            reports.append(add_starter(held, tell, edition))
    if asked.paths:
        with adding_bar("Adding papers") as tell:
            reports.append(add_files(held, asked.paths, tell, password, settings.bounds))
    if starter_full_text:
        identifiers += starter_identifiers(held)
    if identifiers:
        with adding_bar("Fetching papers") as tell:
            reports.append(add_identifiers(held, settings, identifiers, tell, refresh=refresh))
    report = Report(
        tuple(outcome for one in reports for outcome in one.outcomes),
        sum(one.seconds for one in reports),
    )
    print_json(report_object(report)) if as_json else show_report(report)
    if report.refused:
        raise typer.Exit(1)
