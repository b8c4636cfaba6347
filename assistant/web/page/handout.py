"""The Hand-out tab: what was collected, in the browser only, and the files made of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import gradio as gr
from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from assistant.handout.assemble import assemble
from assistant.handout.collection import LARGEST, read_collection
from assistant.handout.handout import Handout
from assistant.handout.look import look_object
from assistant.handout.write import MEDIA, Form, file_name, written
from corpus.errors import CollectionError
from corpus.library import Library

_TAKEN = (
    ("docx", "Word document", "primary"),
    ("html", "Web page to print", ""),
    ("markdown", "Markdown", ""),
    ("ris", "References as RIS", ""),
    ("bibtex", "References as BibTeX", ""),
)


async def _sent(request: Request) -> bytes:
    """Return what was sent, no more of it than shows that it is too large."""
    sent = b""
    async for piece in request.stream():
        sent += piece
        if len(sent) > LARGEST:
            break
    return sent


Sent = Annotated[bytes, Depends(_sent)]


def handout_tab() -> None:
    """Lay the tab out; handout.js fills it from what the browser keeps."""
    gr.HTML(_shell(), elem_id="handout", apply_default_css=False, padding=False)


def handout_routes(app: FastAPI, library: Library) -> None:
    """Answer what the tab asks: how a collection stands now, and the files made of it.

    The collection comes with each request, and nothing of it is kept.
    """

    @app.post("/handout/look", include_in_schema=False)
    def look(sent: Sent) -> Response:
        """Tell how each collected sentence stands in the library now."""
        try:
            return JSONResponse(look_object(_made(library, sent)))
        except CollectionError as error:
            return _refused(error)

    @app.post("/handout/{form}", include_in_schema=False)
    def take(form: Form, sent: Sent) -> Response:
        """Give the hand-out as a file."""
        try:
            handout = _made(library, sent)
            text = written(handout, form)
        except CollectionError as error:
            return _refused(error)
        name = {"Content-Disposition": f'attachment; filename="{file_name(handout, form)}"'}
        return Response(text, media_type=MEDIA[form], headers=name)


def _made(library: Library, sent: bytes) -> Handout:
    return assemble(library, read_collection(sent), date.today())


def _refused(error: CollectionError) -> Response:
    return Response(str(error), status_code=400, media_type="text/plain; charset=utf-8")


def _shell() -> str:
    takes = "".join(
        f"<button type='button' data-take='{form}' class='{look}'>{label}</button>"
        for form, label, look in _TAKEN
    )
    return (
        "<section class='handout' aria-labelledby='handout-title'>"
        "<h2 id='handout-title'>Hand-out</h2>"
        "<p class='lead'>Collect evidence here and take it away for teaching. What you collect and "
        "write stays in this browser; every sentence is looked up in the library again before it "
        "is written.</p>"
        "<div class='told'><p role='status'></p>"
        "<button type='button' data-do='undo' hidden>Undo</button></div>"
        "<div class='none'><p><b>Nothing collected yet.</b> Ask a question, then choose “Add to "
        "hand-out” at a sentence or below the answer.</p>"
        "<p><a href='#ask' data-tab='Ask'>Ask a question</a></p></div>"
        f"<div class='some' hidden>{_SHEET}<aside class='take' aria-label='Take it away'>"
        f"{_STYLE}<p class='grade'></p><p class='library'></p>"
        f"<h3>Take it away</h3><div class='forms'>{takes}</div>"
        "<button type='button' data-do='empty' class='empty-it'>Start a new hand-out</button>"
        "</aside></div></section>"
    )


_SHEET = (
    "<div class='collected'>"
    "<label>Title<input type='text' data-field='title' maxlength='300' autocomplete='off' "
    "placeholder='From the question, if left empty'></label>"
    "<label>Short answer, in your own words<textarea data-field='answer' rows='3' "
    "maxlength='5000' placeholder='Left empty, the first sentence on each question stands here'>"
    "</textarea></label>"
    "<div class='claims' hidden><h3>Claims to correct</h3><ul class='corrections'></ul></div>"
    "<h3>Evidence</h3><ol class='items'></ol>"
    "<h3>Questions for discussion</h3><p class='hint'>An empty one leaves lines to write on.</p>"
    "<ul class='discussion'></ul><p class='row'>"
    "<button type='button' data-do='suggest'>Suggest from the evidence</button>"
    "<button type='button' data-do='ask'>Add a question</button></p></div>"
)
_STYLE = (
    "<fieldset><legend>References</legend>"
    "<label><input type='radio' name='handout-style' data-style='ama'> AMA, numbered</label>"
    "<label><input type='radio' name='handout-style' data-style='apa'> APA, by author</label>"
    "</fieldset>"
)
