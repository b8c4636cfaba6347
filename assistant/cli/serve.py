"""`evidence serve`."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import (
    LibraryOption,
    ShowStruck,
    WriterAddress,
    WriterOption,
    YesOption,
    open_library,
    open_model_named,
)
from assistant.web.auth.rules import LOCAL, MEGABYTE, Rules
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from corpus.library import Library

_A_MINUTE = 30
"""Questions a minute for one person, where people come in by name."""


def serve(
    library: LibraryOption = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 7860,
    writer: WriterOption = None,
    writer_address: WriterAddress = None,
    show_struck: ShowStruck = False,
    yes: YesOption = False,
    auth_file: Annotated[
        Path | None, typer.Option(help="Who may come in; made with: evidence users add.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name that people know this server by.")
    ] = None,
    rate: Annotated[
        int | None,
        typer.Option(min=0, help="Questions a minute for one person; 0 for any number."),
    ] = None,
    upload_limit: Annotated[
        int | None,
        typer.Option(min=1, help="Megabytes that one upload may have, before EVIDENCE_BOUNDS."),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Nobody adds or removes papers on the page.")
    ] = False,
    root_path: Annotated[
        str, typer.Option(help='The path under which a proxy shows the page, such as "/evidence".')
    ] = "",
    trusted_proxy: Annotated[
        list[str] | None, typer.Option(help="Address of a proxy whose forwarded headers count.")
    ] = None,
    log: Annotated[
        str | None, typer.Option(help='Note who did what, as JSON lines, in a file; "-" shows it.')
    ] = None,
    log_questions: Annotated[
        bool, typer.Option("--log-questions", help="Note also what was asked.")
    ] = False,
) -> None:
    """Open the chat page, the API and the MCP tools; builds the starter library the first time."""
    rules = Rules(
        hosts=_hosts(host, allow_host or []),
        root_path=_root_path(root_path),
        proxies=tuple(map(_proxy, trusted_proxy or ())),
        accounts=auth_file,
        a_minute=_A_MINUTE if rate is None and auth_file else rate,
        upload=(upload_limit or 0) * MEGABYTE,
        read_only=read_only,
        log=log,
        log_questions=log_questions,
    )
    if auth_file is not None:
        from assistant.web.auth.accounts import read_accounts

        # Before the seconds that opening a library takes.
        read_accounts(auth_file)
    # Gradio and torch take seconds, which `evidence --help` must not.
    from assistant.generate.write import Writing
    from assistant.web.page.serve import check_port, serve_page

    check_port(host, port)
    model = open_model_named(writer, writer_address)
    opened = open_library(library, "make")
    _get_ready(opened)
    writing = Writing(model, show_struck, agreed=yes) if model is not None else None
    serve_page(opened, host, port, writing, rules)


def _hosts(host: str, allowed: list[str]) -> tuple[str, ...]:
    """Return the names to answer to; any, where it listens to a network and none is named."""
    wrong = [
        name for name in allowed if not re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]", name)
    ]
    if wrong:
        raise SettingsError(
            f"--allow-host is {wrong[0]!r}; expected a name such as evidence.example.edu, without "
            "port or path"
        )
    near = host in (*LOCAL, "::1")
    return (*LOCAL, *map(str.lower, allowed)) if allowed or near else ()


def _root_path(path: str) -> str:
    whole = path.rstrip("/")
    if whole and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", whole):
        raise SettingsError(f"--root-path is {path!r}; expected a path such as /evidence")
    return whole


def _proxy(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address))
    except ValueError as error:
        raise SettingsError(
            f"--trusted-proxy is {address!r}; expected an address such as 127.0.0.1"
        ) from error


def _get_ready(library: Library) -> None:
    """Do, with a bar for each, what takes long but is done once for a library."""
    from assistant.cli.console import progress_bar
    from assistant.cli.listing import adding_bar
    from assistant.misconceptions.register import register_of
    from ingest.add import add_starter, needs_starter

    if needs_starter(library):
        with adding_bar("Building the starter library, once") as tell:
            add_starter(library, tell)
    with progress_bar("Reading the register of claims, once") as told:
        register_of(library, told)
