"""Somebody at the server, for handlers that are called without one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from assistant.web.auth.log import Log
from assistant.web.auth.rate import Rate
from assistant.web.auth.roles import Person, Role
from assistant.web.auth.visit import Visit, at_door


def visitor(role: Role = "admin", rate: Rate | None = None, *, read_only: bool = False) -> Any:
    """Return a request as Gradio hands it in, made by a person of this role."""
    request = SimpleNamespace(scope={})
    at_door(request.scope, Visit(Person("pat", role, read_only), "pat", rate, Log()))
    return SimpleNamespace(request=request)
