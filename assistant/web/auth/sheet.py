"""A plain page in the colours of the house, with nothing in it from elsewhere and no script."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files


def sheet(title: str, body: str, *, narrow: bool = False) -> str:
    """Return a whole page around a body that is HTML already."""
    kind = " class='narrow'" if narrow else ""
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<link rel='icon' href='data:,'>"
        f"<title>{escape(title)} · Equity Evidence</title><style>{_style()}</style></head>"
        f"<body><main{kind}>{body}</main></body></html>"
    )


@cache
def _style() -> str:
    """Return the colours of the chat page, light and dark, and the rules of a plain page."""
    page = files("assistant.web.page").joinpath("page.css").read_text(encoding="utf-8")
    light, dark = (_block(page, chosen) for chosen in (":root", ".dark"))
    own = files("assistant.web.auth").joinpath("sheet.css").read_text(encoding="utf-8")
    return (
        f":root {{{light} color-scheme: light dark; }}"
        f"@media (prefers-color-scheme: dark) {{ :root {{{dark}}} }}{own}"
    )


def _block(css: str, chosen: str) -> str:
    found = re.search(rf"^{re.escape(chosen)} \{{(.*?)\}}", css, re.DOTALL | re.MULTILINE)
    if found is None:
        raise LookupError(f"page.css has no block of colours {chosen}")
    return found.group(1)
