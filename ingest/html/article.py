"""Find the article in a page and take away what belongs to the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from corpus.paper import SectionKind
from corpus.section_kind import kind_of
from ingest.html.text import tag_of, text_of

# fmt: off
_NEVER_TEXT = (
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas",
    "audio", "video", "nav", "form", "button", "select", "input", "textarea", "dialog", "head",
)
_CONTAINERS = frozenset({
    "div", "section", "aside", "ul", "ol", "dl", "p", "header", "footer", "span", "a", "li",
    "table", "figure", "small", "h1", "h2", "h3", "h4", "h5", "h6",
})
# fmt: on
_SITE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|mobilenav|breadcrumbs?|share|sharing|social|print"
    r"|printlink|cookies?|consent|toc|tableofcontents|on-this-page|onthispage|in-page-nav|skip"
    r"|skipmenu|skiplink|skip-link|related|recommended|recommendations|newsletter|subscribe"
    r"|altmetrics?|altmetric-embed|metrics|adverts?|advertisement|ads|login|signin|modal|popup"
    r"|sr-only|visually-hidden|visuallyhidden|screen-reader-text|last-reviewed|content-source"
    r"|official-notice|site-title|site-footer|site-header|page-format|citing-articles"
    r"|supplementary-nav|back-to-top|to-top)(?=$|[\s_-])",
    re.IGNORECASE,
)
_REFERENCE_LIST = re.compile(
    r"(?:^|[\s_-])(?:references?|ref-list|reflist|reference-list|bibliography|citation-list)"
    r"(?:-(?:list|section|container))?(?=$|\s)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHOWN_WHERE_WIDE = re.compile(r"\bd-(?:sm|md|lg|xl|xxl)-(?!none)\w+")
_OWN_SECTIONS: frozenset[SectionKind | None] = frozenset(
    {"abstract", "introduction", "methods", "results", "discussion", "conclusion", "back"}
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST = 0.8
"""The share of the page's prose that the element holding the article has at least."""


def article_of(page: _Element) -> _Element:
    """Return the element that holds the article, stripped of the site; changes the page."""
    body = page.find("body")
    article = body if body is not None else page
    for element in list(article.iter("*")):
        if _is_clutter(element):
            _remove(element)
    return _narrowed(article)


def paragraph_words(element: _Element) -> int:
    """Return how many words the paragraphs in an element have."""
    return sum(len("".join(map(str, one.itertext())).split()) for one in element.iter("p"))


def _narrowed(body: _Element) -> _Element:
    """Return the innermost element meant for the article that holds nearly all of the prose."""
    least = _MOST * paragraph_words(body)
    sections = len(list(_own_headings(body)))
    for element in reversed(list(_marked(body))):
        holds_all = len(list(_own_headings(element))) == sections
        if holds_all and paragraph_words(element) >= least > 0:
            return element
    return body


def _marked(body: _Element) -> Iterator[_Element]:
    for element in body.iter("main", "article", "div", "section"):
        if tag_of(element) in ("main", "article") or element.get("role") == "main":
            yield element


def _own_headings(element: _Element) -> Iterator[_Element]:
    """Yield the headings that only an article has."""
    for heading in element.iter(*_HEADINGS):
        if kind_of(text_of(heading)) in _OWN_SECTIONS:
            yield heading


def _is_clutter(element: _Element) -> bool:
    """Say whether an element is the site's, hidden, or the reference list."""
    tag = tag_of(element)
    if tag in _NEVER_TEXT:
        # Old pages wrap the whole article into a form.
        return tag != "form" or next(_own_headings(element), None) is None
    if tag not in _CONTAINERS or not (_is_site(element, tag) or _is_hidden(element)):
        return tag in _CONTAINERS and _is_reference_list(element, tag)
    return next(_own_headings(element), None) is None


def _is_site(element: _Element, tag: str) -> bool:
    if tag in ("header", "footer"):
        return next(element.iterancestors("article", "main"), None) is None or tag == "footer"
    role = element.get("role", "")
    if role in ("navigation", "banner", "search", "contentinfo", "dialog", "doc-toc"):
        return True
    return _SITE.search(_names(element)) is not None or _is_contents(element, tag)


def _is_hidden(element: _Element) -> bool:
    classes = element.get("class", "").split()
    if "d-none" in classes or "hidden" in classes:
        return _SHOWN_WHERE_WIDE.search(" ".join(classes)) is None
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return _HIDDEN_STYLE.search(element.get("style", "")) is not None


def _is_contents(element: _Element, tag: str) -> bool:
    """Say whether a list is nothing but links to places in its own page."""
    if tag not in ("ul", "ol"):
        return False
    links = [link for link in element.iter("a") if "#" in link.get("href", "")]
    linked = sum(len(text_of(link)) for link in links)
    return len(links) > 1 and linked >= 0.9 * len(text_of(element))


def _is_reference_list(element: _Element, tag: str) -> bool:
    """Say whether an element is the list of references and holds no other section."""
    if tag not in ("div", "section", "ol", "ul") or element.get("role") == "doc-bibliography":
        return element.get("role") == "doc-bibliography"
    if _REFERENCE_LIST.search(_names(element)) is None:
        return False
    entries = len(element.findall(".//li")) + len(element.findall(".//p"))
    return entries > 0 and next(_own_headings(element), None) is None


def _names(element: _Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _remove(element: _Element) -> None:
    """Take an element out of its page, keeping the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
