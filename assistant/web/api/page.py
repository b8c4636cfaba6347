"""The page of the API: every call with its fields, and examples that can be run as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from assistant.web.auth.sheet import sheet

_SHAPES = {"array": "list", "integer": "whole number", "string": "text", "object": "object"}
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "maxItems": "at most {} values",
}


@dataclass(frozen=True)
class Field:
    """One field of a request."""

    name: str
    told: str
    """Its type, its bounds and what it means, in words."""
    required: bool


@dataclass(frozen=True)
class Shown:
    """One example of a request."""

    summary: str
    body: str
    """JSON; empty where the call takes none."""
    path: str
    """As it is asked for, parameters filled in."""


@dataclass(frozen=True)
class Call:
    """One call of the API."""

    verb: str
    path: str
    summary: str
    told: str
    fields: tuple[Field, ...]
    examples: tuple[Shown, ...]


def api_page(document: dict[str, Any]) -> str:
    """Return the page that shows an OpenAPI document."""
    source = files("assistant.web.api").joinpath("page.html.jinja").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(source)
    limits = _fields(document, {"$ref": "#/components/schemas/Filters"})
    return sheet("API", template.render(calls=list(_calls(document)), limits=list(limits)))


def _calls(document: dict[str, Any]) -> Iterator[Call]:
    for path, verbs in document["paths"].items():
        for verb, call in verbs.items():
            body = call.get("requestBody", {}).get("content", {}).get("application/json", {})
            shown = tuple(
                Shown(one["summary"], json.dumps(one["value"], indent=2, ensure_ascii=False), path)
                for one in body.get("examples", {}).values()
            ) or tuple(_by_path(path, call))
            fields = tuple(_fields(document, body["schema"])) if body else ()
            # Written in the document as Markdown, which this page is not.
            told = call["description"].replace("`", "")
            yield Call(verb.upper(), path, call["summary"], told, fields, shown)


def _by_path(path: str, call: dict[str, Any]) -> Iterator[Shown]:
    """Yield the examples of a call that takes no body; one where it takes nothing at all."""
    parameters = call.get("parameters", [])
    for parameter in parameters:
        for one in parameter["examples"].values():
            filled = path.replace(f"{{{parameter['name']}}}", str(one["value"]))
            yield Shown(one["summary"], "", filled)
    if not parameters:
        yield Shown("As it stands", "", path)


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[Field]:
    whole = _resolved(document, schema)
    for name, told in whole["properties"].items():
        field = _resolved(document, told)
        words = (_shape(document, field), *_bounds(field), field.get("description"))
        yield Field(
            name, ". ".join(str(word) for word in words if word), name in whole.get("required", ())
        )


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to, and what may also be null without the null."""
    some = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if some:
        # What is said of the whole counts more than what is said of the part.
        return _resolved(document, some[0]) | {k: v for k, v in schema.items() if k != "anyOf"}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return dict(document["components"]["schemas"][name]) | {
            key: value for key, value in schema.items() if key != "$ref"
        }
    return schema


def _shape(document: dict[str, Any], field: dict[str, Any]) -> str:
    inner = _resolved(document, field.get("items", {}))
    allowed = field.get("enum") or inner.get("enum")
    if field.get("properties"):
        return "object, its fields are below"
    shape = _SHAPES.get(str(field.get("type")), "")
    return f"{shape}: {', '.join(map(str, allowed))}" if allowed else shape


def _bounds(field: dict[str, Any]) -> list[str]:
    return [told.format(f"{field[key]:,}") for key, told in _BOUNDS.items() if key in field]
