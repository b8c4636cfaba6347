"""`evidence mcp`."""

from __future__ import annotations

from assistant.cli.options import LibraryOption, open_filled
from corpus.settings import settings_from


def mcp(library: LibraryOption = None) -> None:
    """Serve the MCP tools ask, search, paper and verify over standard input and output."""
    from assistant.cli.console import progress_bar
    from assistant.misconceptions.register import register_of
    from assistant.verify.rules.entailment import open_entailment
    from assistant.web.api.desk import Desk
    from assistant.web.api.tools import tool_server

    held = open_filled(library)
    folder = settings_from().nli
    entails = open_entailment(folder) if folder is not None else None
    with progress_bar("Reading the register of claims, once") as told:
        register_of(held, told)
    tool_server(Desk(held, entails)).run("stdio")
